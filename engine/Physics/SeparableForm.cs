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

    // Which entries count by their relative deviation: those of a tenth of the gate's dose floor serve most tables.
    private static readonly double[] Floors = [1e-3, 1e-2, 1e-4];
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
        for (int terms = 1; terms <= maxTerms; terms++)
        {
            foreach (double floor in Floors)
            {
                SeparableForm form = Measure(table, SeparableFit.Fit(table, terms, floor));
                if (form.MaxDoseError <= tolerance)
                {
                    return form;
                }
            }
        }

        return null;
    }

    private static SeparableForm Measure(VoxelSTable table, SeparableKernel kernel)
    {
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

        return new(kernel, kernel.Terms.Count, worst, KernelGate.MaxDoseError(table.Fractions, weights, table.Radius, table.SpacingMm));
    }
}
