using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>Sums over all voxels in double precision, slice by slice in a fixed order so that threads do not change a bit.</summary>
internal readonly record struct ImageSums(double Positive, double Negative)
{
    /// <summary>Slices that are summed side by side: one sum alone waits for its last addition at every voxel.</summary>
    private const int Lanes = 4;

    internal double Total => Positive + Negative;

    internal static ImageSums Of(Volume volume)
    {
        int slice = volume.Grid.Size.X * volume.Grid.Size.Y;
        var parts = new ImageSums[volume.Grid.Size.Z];
        Parallel.For(0, (parts.Length + Lanes - 1) / Lanes, group =>
            AddSlices(volume.Values, slice, parts.AsSpan(group * Lanes, Math.Min(Lanes, parts.Length - (group * Lanes))), group * Lanes));
        return parts.Aggregate(default(ImageSums), (sum, part) => new(sum.Positive + part.Positive, sum.Negative + part.Negative));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlices(float[] values, int slice, Span<ImageSums> parts, int first)
    {
        // Where there are fewer slices than lanes, the last one is summed again in their place.
        ReadOnlySpan<float> a = Slice(0, parts.Length), b = Slice(1, parts.Length), c = Slice(2, parts.Length), d = Slice(3, parts.Length);
        Vector256<double> positive = Vector256<double>.Zero, negative = Vector256<double>.Zero;
        for (int n = 0; n < a.Length; n++)
        {
            var voxels = Vector256.Create((double)a[n], b[n], c[n], d[n]);
            positive += Vector256.Max(voxels, Vector256<double>.Zero);
            negative += Vector256.Min(voxels, Vector256<double>.Zero);
        }

        for (int lane = 0; lane < parts.Length; lane++)
        {
            parts[lane] = new(positive[lane], negative[lane]);
        }

        ReadOnlySpan<float> Slice(int lane, int lanes) => values.AsSpan((first + Math.Min(lane, lanes - 1)) * slice, slice);
    }
}
