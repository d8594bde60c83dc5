using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>A voxel S table as a centre delta plus outer products, with what that costs in accuracy.</summary>
/// <param name="Kernel">The delta and the terms.</param>
/// <param name="Terms">Number of outer products.</param>
/// <param name="MaxKernelError">Largest deviation of an entry, as a share of the self value.</param>
/// <param name="MaxDoseError">Largest relative dose deviation on the test distributions of <see cref="KernelGate"/>.</param>
/// <param name="MaxShellDoseError">The same in and around hollow spheres of one voxel's thickness, in whose middle the ends of all tails meet.</param>
public sealed record SeparableForm(SeparableKernel Kernel, int Terms, double MaxKernelError, double MaxDoseError, double MaxShellDoseError)
{
    /// <summary>Most outer products that are tried.</summary>
    public const int MaxTerms = 8;

    /// <summary>Largest octant of which a form is sought; beyond it an FFT is the faster way, and the fit slow.</summary>
    public const int MaxEntries = 4096;

    // How far each term reaches, mm of water: narrow terms need no wide profiles, and a fit that knows it can spare them. Found by trying spacings from 0.78 to 6 mm;
    // the one that suffices most often comes first, then those of few taps, and where none is good enough all terms reach as far as the table, unless that is far. For tables of radius 2 to 4, 5 and 6, and above.
    private const double Whole = double.PositiveInfinity;
    private static readonly double[][] FewVoxels = [[9.5, 12], [9.5, Whole], [7, 12, 12, 12], [7, 12.7, 12.7, 12.7], [7, Whole, Whole, Whole], [9.5, 9.5, Whole, Whole]];
    private static readonly double[][] SomeVoxels = [[4.3, 8.5, 10.6, 10.6], [6.4, 10.6, 12, 12], [4.3, 6.4, 10.6, 12, 12]];
    private static readonly double[][] ManyVoxels =
    [
        [2.2, 3.3, 4.4, 8.5, 10.6, 10.6], [2.2, 4.2, 9.5, 11, 11], [2.2, 3.3, 4.4, 8.5, 10.6, 11.5], [2.2, 3.3, 5.3, 9.5, 11.6, 11.6],
        [3.2, 4.3, 6.4, 9.5, 12, 12], [2.6, 4.3, 6.4, 11.6, 12.7, 12.7],
    ];

    // Fits have several minima. From widths spread evenly, which start leads to a low one changes with spacing and terms; the first two are tried first.
    private static readonly (double NarrowestMm, double WidestMm, double Floor)[][] Spreads = [[(0.7, 2.4, 1e-4), (0.5, 2.6, 1e-4)], [(0.9, 2.2, 1e-4), (0.9, 2.2, 1e-5)]];

    // The low ones of four to six terms are of a kind: a negative term as wide as the widest makes their tail fall as steeply as electrons of a last range do. Fits that begin there nearly always stay there.
    private static readonly Dictionary<int, FitStart[]> Starts = new()
    {
        [4] = [new([(0.6, 0.3), (2.8, -0.16), (1.6, 0.25), (2.6, 0.6)], 1e-4), new([(0.5, 0.25), (3.3, -0.05), (1.3, 0.25), (2.5, 0.55)], 1e-4)],
        [5] = [new([(0.4, 0.14), (1, 0.14), (2.8, -0.16), (1.6, 0.22), (2.6, 0.6)], 1e-4), new([(0.4, 0.16), (0.9, 0.16), (3.2, -0.06), (1.6, 0.22), (2.6, 0.49)], 1e-4)],
        [6] =
        [
            new([(0.4, 0.131), (0.6, 0.0585), (1, 0.119), (2.8, -0.16), (1.55, 0.217), (2.6, 0.6)], 1e-4),
            new([(0.32, 0.131), (0.7, 0.0585), (0.95, 0.119), (3.1, -0.068), (1.55, 0.217), (2.63, 0.5085)], 1e-4),
        ],
    };

    // A number of terms whose first fits are further off than this many tolerances is given up.
    private const double Near = 2.5;

    // Beyond this radius terms that all reach as far as the table are no longer worth the seconds of their fits, with an FFT hardly slower than they are.
    private const int WidestWhole = 8;

    // What a form may use of the tolerance: activities that the gate does not have are further off, most of all where the radius is of few voxels (docs/adr/0006).
    private const double ShareOfFewVoxels = 0.45;
    private const double ShareOfManyVoxels = 0.9;
    private const double ShareOfShells = 3;

    private static readonly ConditionalWeakTable<VoxelSTable, ConcurrentDictionary<(double, double), Lazy<SeparableForm?>>> Cache = [];

    /// <summary>The first form whose dose error is within its share of the tolerance, of shapes in the order in which they are tried; null where none was found.</summary>
    /// <param name="table">Table.</param>
    /// <param name="tolerance">Largest relative dose error, above 0.</param>
    /// <param name="mostTaps">Most taps wanted: values of half profiles, of all terms and axes.</param>
    public static SeparableForm? Find(VoxelSTable table, double tolerance, double mostTaps = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        return table.Fractions.Length > MaxEntries
            ? null
            : Cache.GetOrCreateValue(table).GetOrAdd((tolerance, mostTaps), _ => new(() => Search(table, tolerance, mostTaps))).Value;
    }

    private static SeparableForm? Search(VoxelSTable table, double tolerance, double mostTaps)
    {
        var classes = new KernelClasses(table);
        var targets = new DoseTargets(classes);
        double share = LargestRadius(table) <= 4 ? ShareOfFewVoxels : ShareOfManyVoxels;
        foreach (double[] reachesMm in Shapes(table, tolerance).Where(shape => Taps(classes, shape) <= mostTaps))
        {
            foreach (FitStart[] starts in StartsOf(reachesMm))
            {
                (SeparableKernel Kernel, double Error)[] fits = new (SeparableKernel, double)[starts.Length];
                Parallel.For(0, fits.Length, n => fits[n] = SeparableFit.Fit(classes, targets, reachesMm, starts[n], tolerance));
                SeparableForm? best = fits.Where(fit => fit.Error <= tolerance).Select(fit => Measure(classes, fit.Kernel))
                    .Where(form => form.MaxShellDoseError <= ShareOfShells * tolerance).MinBy(form => form.MaxDoseError);
                if (best?.MaxDoseError <= share * tolerance)
                {
                    return best;
                }

                if (fits.Min(fit => fit.Error) > Near * tolerance)
                {
                    break;
                }
            }
        }

        return null;
    }

    private static IEnumerable<FitStart[]> StartsOf(double[] reachesMm)
    {
        int terms = reachesMm.Length;
        FitStart[][] spread = [.. Spreads.Select(pair => pair.Select(one => FitStart.Spread(terms, one.NarrowestMm, one.WidestMm, one.Floor)).ToArray())];
        bool isLimited = reachesMm.Any(double.IsFinite);
        return !Starts.TryGetValue(terms, out FitStart[]? known) ? spread : isLimited ? [known] : [known, .. spread];
    }

    /// <summary>How far the terms of the forms that are tried reach, mm of water.</summary>
    private static IEnumerable<double[]> Shapes(VoxelSTable table, double tolerance)
    {
        int radius = LargestRadius(table);
        bool isTight = tolerance <= 2 * ConvolutionPlanner.DefaultTolerance;
        double[][] limited = !isTight ? [] : radius switch { <= 4 => FewVoxels, <= 6 => SomeVoxels, _ => ManyVoxels };
        if (isTight && radius > WidestWhole)
        {
            return limited;
        }

        // Fewer terms have never come within a tolerance as tight as the default one.
        int fewest = !isTight ? 1 : radius switch { <= 4 => 2, <= 8 => 4, _ => 5 };
        return limited.Concat(Enumerable.Range(fewest, MaxTerms + 1 - fewest).Select(terms => Enumerable.Repeat(Whole, terms).ToArray()));
    }

    private static int LargestRadius(VoxelSTable table) => Math.Max(table.Radius.X, Math.Max(table.Radius.Y, table.Radius.Z));

    private static int Taps(KernelClasses classes, double[] reachesMm) =>
        reachesMm.Sum(reach => Enumerable.Range(0, 3).Sum(axis => classes.LengthWithin(reach, axis)));

    private static SeparableForm Measure(KernelClasses classes, SeparableKernel kernel)
    {
        VoxelSTable table = classes.Table;
        Size3 radius = kernel.Radius;
        double[] weights = new double[table.Fractions.Length];
        double worst = 0;
        for (int k = 0, n = 0; k <= table.Radius.Z; k++)
        {
            for (int j = 0; j <= table.Radius.Y; j++)
            {
                for (int i = 0; i <= table.Radius.X; i++, n++)
                {
                    bool isInside = i <= radius.X && j <= radius.Y && k <= radius.Z;
                    weights[n] = (n == 0 ? kernel.Delta : 0) + (isInside ? kernel.Terms.Sum(term => (double)term.X[i] * term.Y[j] * term.Z[k]) : 0);
                    worst = Math.Max(worst, Math.Abs(weights[n] - table.Fractions[n]) / table.Fractions[0]);
                }
            }
        }

        return new(
            kernel,
            kernel.Terms.Count,
            worst,
            KernelGate.MaxDoseError(classes, table.Fractions, weights),
            KernelGate.MaxShellDoseError(classes, table.Fractions, weights));
    }
}
