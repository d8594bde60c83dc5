using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Trilinear interpolation at the voxel centres of another grid.</summary>
public static class Resampling
{
    /// <summary>
    /// The place of target voxel (x, y, z) in the source is the sum of three entries of a table, one for each axis of the target, whole
    /// voxels and fractions apart. A thread takes <c>chunk</c> neighbouring voxels of the target.
    /// </summary>
    public static void Trilinear(
        Index1D thread,
        ArrayView<float> source,
        Extent size,
        ArrayView<int> whole,
        ArrayView<float> fraction,
        ArrayView<float> target,
        Extent targetSize,
        ResampleRules rules)
    {
        int end = IntrinsicMath.Min((thread.X + 1) * rules.Chunk, targetSize.X * targetSize.Y * targetSize.Z);
        for (int n = thread.X * rules.Chunk; n < end; n++)
        {
            int row = n / targetSize.X;
            int z = row / targetSize.Y;
            int a = 3 * (n - (row * targetSize.X));
            int b = 3 * (targetSize.X + row - (z * targetSize.Y));
            int c = 3 * (targetSize.X + targetSize.Y + z);
            target[n] = Sample(source, size, whole, fraction, a, b, c, rules);
        }
    }

    private static float Sample(
        ArrayView<float> source, Extent size, ArrayView<int> whole, ArrayView<float> fraction, int a, int b, int c, ResampleRules rules)
    {
        float u = fraction[a] + fraction[b] + fraction[c];
        float v = fraction[a + 1] + fraction[b + 1] + fraction[c + 1];
        float w = fraction[a + 2] + fraction[b + 2] + fraction[c + 2];
        int carryU = (int)u;
        int carryV = (int)v;
        int carryW = (int)w;
        int i = whole[a] + whole[b] + whole[c] + carryU;
        int j = whole[a + 1] + whole[b + 1] + whole[c + 1] + carryV;
        int k = whole[a + 2] + whole[b + 2] + whole[c + 2] + carryW;
        u -= carryU;
        v -= carryV;
        w -= carryW;
        if (!IsInside(i, u, size.X, rules.Edge) || !IsInside(j, v, size.Y, rules.Edge) || !IsInside(k, w, size.Z, rules.Edge))
        {
            return rules.Outside;
        }

        u = i < 0 || i >= size.X - 1 ? 0f : u;
        v = j < 0 || j >= size.Y - 1 ? 0f : v;
        w = k < 0 || k >= size.Z - 1 ? 0f : w;
        i = IntrinsicMath.Max(0, i);
        j = IntrinsicMath.Max(0, j);
        k = IntrinsicMath.Max(0, k);
        int dx = i + 1 < size.X ? 1 : 0;
        int dy = j + 1 < size.Y ? size.X : 0;
        int dz = k + 1 < size.Z ? size.X * size.Y : 0;
        int at = i + (size.X * (j + (size.Y * k)));
        float lowLow = Mix(source[at], source[at + dx], u);
        float lowHigh = Mix(source[at + dy], source[at + dy + dx], u);
        float highLow = Mix(source[at + dz], source[at + dz + dx], u);
        float highHigh = Mix(source[at + dz + dy], source[at + dz + dy + dx], u);
        return Mix(Mix(lowLow, lowHigh, v), Mix(highLow, highHigh, v), w);
    }

    /// <summary>True up to the edge beyond the outer voxel centres.</summary>
    internal static bool IsInside(int voxel, float share, int size, float edge) =>
        (voxel >= 0 && voxel < size - 1) ||
        (voxel == -1 && 1f - share <= edge) ||
        (voxel == size - 1 && share <= edge);

    private static float Mix(float a, float b, float share) => a + (share * (b - a));
}
