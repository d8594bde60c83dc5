using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VoxelDose.Engine.Compute;

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

    private static readonly ConditionalWeakTable<VoxelSTable, ConcurrentDictionary<(double, int), Lazy<SeparableForm?>>> Cache = [];

    /// <summary>The form with the fewest terms whose dose error is within the tolerance; null where none was found.</summary>
    /// <param name="table">Table.</param>
    /// <param name="tolerance">Largest relative dose error, above 0.</param>
    /// <param name="maxTerms">Most terms wanted.</param>
    public static SeparableForm? Find(VoxelSTable table, double tolerance, int maxTerms = MaxTerms)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        return table.Fractions.Length > MaxEntries
            ? null
            : Cache.GetOrCreateValue(table).GetOrAdd((tolerance, maxTerms), _ => new(() => Search(table, tolerance, maxTerms))).Value;
    }

    private static SeparableForm? Search(VoxelSTable table, double tolerance, int maxTerms)
    {
        var classes = new KernelClasses(table);
        var targets = new DoseTargets(classes);
        for (int terms = FirstTerms(table, tolerance); terms <= maxTerms; terms++)
        {
            foreach (FitStart[] starts in Starts)
            {
                (SeparableKernel Kernel, double Error)[] fits = new (SeparableKernel, double)[starts.Length];
                Parallel.For(0, fits.Length, n => fits[n] = SeparableFit.Fit(classes, targets, terms, starts[n], tolerance));
                SeparableForm? best = fits.Where(fit => fit.Error <= tolerance).Select(fit => Measure(classes, fit.Kernel)).MinBy(form => form.MaxDoseError);
                if (best?.MaxDoseError <= tolerance)
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

    /// <summary>The number of terms to begin with: fewer have never come within a tolerance as tight as the default one.</summary>
    private static int FirstTerms(VoxelSTable table, double tolerance) => tolerance > 2 * ConvolutionPlanner.DefaultTolerance
        ? 1
        : Math.Max(table.Radius.X, Math.Max(table.Radius.Y, table.Radius.Z)) switch { <= 4 => 2, <= 8 => 4, _ => 5 };

    private static SeparableForm Measure(KernelClasses classes, SeparableKernel kernel)
    {
        VoxelSTable table = classes.Table;
        double[] weights = new double[table.Fractions.Length];
        double worst = 0;
        for (int k = 0, n = 0; k <= table.Radius.Z; k++)
        {
            for (int j = 0; j <= table.Radius.Y; j++)
            {
                for (int i = 0; i <= table.Radius.X; i++, n++)
                {
                    weights[n] = (n == 0 ? kernel.Delta : 0) + kernel.Terms.Sum(term => (double)term.X[i] * term.Y[j] * term.Z[k]);
                    worst = Math.Max(worst, Math.Abs(weights[n] - table.Fractions[n]) / table.Fractions[0]);
                }
            }
        }

        return new(kernel, kernel.Terms.Count, worst, KernelGate.MaxDoseError(classes, table.Fractions, weights));
    }
}
