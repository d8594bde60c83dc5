using System.Runtime.CompilerServices;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Trilinear interpolation, row by row of the target.</summary>
internal static class Resampling
{
    internal static void Run(
        WorkCrew crew, float[] source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, float[] target)
    {
        ResampleAxis[] axes = ResampleAxis.Of(targetIndexToSourceIndex, targetSize);
        crew.Run(targetSize.Z, (z, _) =>
        {
            for (int y = 0; y < targetSize.Y; y++)
            {
                int row = ((z * targetSize.Y) + y) * targetSize.X;
                for (int x = 0; x < targetSize.X; x++)
                {
                    target[row + x] = Sample(source, sourceSize, axes, x, y, z, outside);
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sample(float[] source, Size3 size, ResampleAxis[] axes, int x, int y, int z, float outside)
    {
        if (!Place(axes, x, y, z, 0, size.X, out int i, out float u) ||
            !Place(axes, x, y, z, 1, size.Y, out int j, out float v) ||
            !Place(axes, x, y, z, 2, size.Z, out int k, out float w))
        {
            return outside;
        }

        int dx = i + 1 < size.X ? 1 : 0;
        int dy = j + 1 < size.Y ? size.X : 0;
        int dz = k + 1 < size.Z ? size.X * size.Y : 0;
        int at = i + (size.X * (j + (size.Y * k)));
        float a = Mix(source[at], source[at + dx], u);
        float b = Mix(source[at + dy], source[at + dy + dx], u);
        float c = Mix(source[at + dz], source[at + dz + dx], u);
        float d = Mix(source[at + dz + dy], source[at + dz + dy + dx], u);
        return Mix(Mix(a, b, v), Mix(c, d, v), w);
    }

    /// <summary>The voxel below a coordinate and the share of the next one; false outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Place(ResampleAxis[] axes, int x, int y, int z, int axis, int size, out int voxel, out float share)
    {
        voxel = axes[0].Whole[(3 * x) + axis] + axes[1].Whole[(3 * y) + axis] + axes[2].Whole[(3 * z) + axis];
        share = axes[0].Fraction[(3 * x) + axis] + axes[1].Fraction[(3 * y) + axis] + axes[2].Fraction[(3 * z) + axis];
        int carry = (int)share;
        voxel += carry;
        share -= carry;
        const float edge = 0.5f + ResampleAxis.EdgeTolerance;
        if (voxel < 0)
        {
            bool near = voxel == -1 && 1 - share <= edge;
            (voxel, share) = (0, 0);
            return near;
        }

        if (voxel >= size - 1)
        {
            bool near = voxel == size - 1 && share <= edge;
            (voxel, share) = (size - 1, 0);
            return near;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Mix(float a, float b, float share) => a + (share * (b - a));
}
