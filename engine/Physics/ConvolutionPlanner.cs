using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Chooses how a voxel S table is convolved, from grid, table and tolerance alone, so that a result never depends on the machine. The
/// costs are nanoseconds a voxel as measured with SIMD on two cores; only their ratios count. The fit of a separable form (tenths of a second, up to
/// two where no shape passes, once for a table) is not counted.
/// </summary>
public static class ConvolutionPlanner
{
    /// <summary>Dose error that is allowed where none is asked: 1e-3 in voxels above 1 % of the maximum, of the activities in <see cref="KernelGate"/>; up to 2.0e-3 was found in single voxels of others, up to 5.0e-3 in the middle of hollow spheres (ADR 0006).</summary>
    public const double DefaultTolerance = 1e-3;

    private const double DirectNsPerEntry = 0.016;
    private const double SeparableNsPerTap = 0.016;
    private const double FftNs = 5;
    private const int FewestTerms = 2;

    // An approximation has to pay: the exact table is kept unless the separable form is at least half as fast again.
    private const double GainWanted = 1.5;

    /// <summary>Plans the convolution of a table with volumes of a size.</summary>
    /// <param name="table">Exact table.</param>
    /// <param name="gridSize">Size of the volume.</param>
    /// <param name="tolerance">Largest relative dose error in voxels above 1 % of the maximum; 0 asks for the exact table.</param>
    public static ConvolutionPlan Plan(VoxelSTable table, Size3 gridSize, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var symmetric = new SymmetricKernel(table.Radius, Array.ConvertAll(table.Fractions, fraction => (float)fraction));
        double direct = DirectNsPerEntry * table.Fractions.Length;
        double fft = FftNs * Padding(gridSize, table.Radius);
        double exact = Math.Min(direct, fft);
        int taps = table.Radius.X + table.Radius.Y + table.Radius.Z + 3;
        double tapsWorthwhile = exact / (GainWanted * SeparableNsPerTap);
        bool isWorthwhile = tapsWorthwhile >= FewestTerms * taps;
        if (tolerance > 0 && isWorthwhile && SeparableForm.Find(table, tolerance, tapsWorthwhile) is { } form)
        {
            return new(
                ConvolutionAlgorithm.Separable, symmetric, form.Kernel, form.Terms, form.MaxKernelError, form.MaxDoseError,
                $"a delta and {form.Terms} outer products stay within {form.MaxDoseError:E1} of the exact dose on the test activities, {form.MaxShellDoseError:E1} in and around thin hollow spheres (others within about twice the tolerance of {tolerance:G3}, the middle of hollow spheres within about five times) and are faster by half or more than {Name(direct, fft)}");
        }

        string why = tolerance == 0
            ? "the exact table was asked for"
            : !isWorthwhile
                ? "an approximation would not be faster by half than the exact table"
                : $"no form of {(int)tapsWorthwhile} taps or fewer stays within {tolerance:G3} of the exact dose";
        return new(
            direct <= fft ? ConvolutionAlgorithm.Direct : ConvolutionAlgorithm.Fft, symmetric, null, null, 0, 0,
            $"{why}; {Name(direct, fft)} is the fastest exact way for a radius of {table.Radius} voxels");
    }

    private static string Name(double direct, double fft) => direct <= fft ? "direct convolution" : "the FFT";

    private static double Padding(Size3 size, Size3 radius)
    {
        double factor = 1;
        for (int axis = 0; axis < 3; axis++)
        {
            factor *= (size[axis] + (double)radius[axis]) / size[axis];
        }

        return factor;
    }
}
