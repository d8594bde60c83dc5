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
public sealed record SeparableForm(SeparableKernel Kernel, int Terms, double MaxKernelError, double MaxDoseError)
{
    /// <summary>Most outer products that are tried.</summary>
    public const int MaxTerms = 8;

    /// <summary>Largest octant of which a form is sought; beyond it an FFT is the faster way, and the fit slow.</summary>
    public const int MaxEntries = 4096;

    // Fits have several minima; which start leads to a low one changes with spacing and terms. The first two are tried first.
    private static readonly FitStart[][] Starts =
        [[new(0.7, 2.4, 1e-4), new(0.5, 2.6, 1e-4)], [new(0.9, 2.2, 1e-4), new(0.9, 2.2, 1e-5)]];

    // A number of terms whose first fits are further off than this many tolerances is given up.
    private const double Near = 2.5;

    // How far each term reaches, mm of water: narrow terms need no wide profiles, and a fit that knows it can spare them. Found by trying spacings from 1 to 6 mm;
    // those of few taps come first, and where none is good enough all terms reach as far as the table. For tables of radius 2 to 4, 5 and 6, and above.
    private const double Whole = double.PositiveInfinity;
    private static readonly double[][] FewVoxels = [[9.5, Whole], [8.6, 8.6, Whole, Whole], [9.5, 9.5, Whole, Whole]];
    private static readonly double[][] SomeVoxels = [[9.5, 9.5, 12, 12], [8, 9.5, 12, 12, 12], [10.6, 10.6, 12, 12]];
    private static readonly double[][] ManyVoxels = [[2.2, 3.2, 5.3, 8.5, 10.6, 12], [3.2, 4.3, 6.4, 9.5, 12, 12]];

    // What a form may use of the tolerance: activities that the gate does not have are further off, most of all where the radius is of few voxels (docs/adr/0006).
    private const double ShareOfFewVoxels = 0.5;
    private const double ShareOfManyVoxels = 0.8;

    private static readonly ConditionalWeakTable<VoxelSTable, ConcurrentDictionary<(double, double), Lazy<SeparableForm?>>> Cache = [];

    /// <summary>The first form whose dose error is within its share of the tolerance, of shapes in the order of their cost; null where none was found.</summary>
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
            foreach (FitStart[] starts in Starts)
            {
                (SeparableKernel Kernel, double Error)[] fits = new (SeparableKernel, double)[starts.Length];
                Parallel.For(0, fits.Length, n => fits[n] = SeparableFit.Fit(classes, targets, reachesMm, starts[n], tolerance));
                SeparableForm? best = fits.Where(fit => fit.Error <= tolerance).Select(fit => Measure(classes, fit.Kernel)).MinBy(form => form.MaxDoseError);
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

    /// <summary>How far the terms of the forms that are tried reach, mm of water.</summary>
    private static IEnumerable<double[]> Shapes(VoxelSTable table, double tolerance)
    {
        int radius = LargestRadius(table);
        bool isTight = tolerance <= 2 * ConvolutionPlanner.DefaultTolerance;
        double[][] limited = !isTight ? [] : radius switch { <= 4 => FewVoxels, <= 6 => SomeVoxels, _ => ManyVoxels };

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

        return new(kernel, kernel.Terms.Count, worst, KernelGate.MaxDoseError(classes, table.Fractions, weights));
    }
}
