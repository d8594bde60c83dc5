using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// What one target index adds to the three source coordinates, as whole voxels plus a fraction in [0, 1): float32 carries the fraction
/// to 1e-7 of a voxel however large the grid is, and devices without fp64 agree with the host.
/// </summary>
internal sealed class ResampleAxis
{
    /// <summary>Source coordinates this close to the outer edge (half a voxel beyond the last centre) count as inside.</summary>
    internal const float EdgeTolerance = 1e-4f;

    private ResampleAxis(int[] whole, float[] fraction)
    {
        Whole = whole;
        Fraction = fraction;
    }

    /// <summary>Three whole parts (x, y, z) for each index.</summary>
    internal int[] Whole { get; }

    /// <summary>Three fractions (x, y, z) for each index.</summary>
    internal float[] Fraction { get; }

    /// <summary>The three axes; the translation is in the first.</summary>
    internal static ResampleAxis[] Of(AffineTransform targetIndexToSourceIndex, Size3 targetSize) =>
        [.. Enumerable.Range(0, 3).Select(axis => new Builder(targetIndexToSourceIndex, axis, targetSize[axis]).Build())];

    private sealed record Builder(AffineTransform Transform, int Axis, int Count)
    {
        internal ResampleAxis Build()
        {
            var whole = new int[3 * Count];
            var fraction = new float[3 * Count];
            for (int n = 0; n < Count; n++)
            {
                Vec3 at = (n * Transform.Matrix.Column(Axis)) + (Axis == 0 ? Transform.TranslationMm : default);
                for (int c = 0; c < 3; c++)
                {
                    // Far outside any volume all places are alike; the limit keeps whole parts and their sums within int.
                    double value = Math.Clamp(at[c], -5e8, 5e8);
                    double floor = Math.Floor(value);
                    whole[(3 * n) + c] = (int)floor;
                    fraction[(3 * n) + c] = (float)(value - floor);
                }
            }

            return new(whole, fraction);
        }
    }
}
