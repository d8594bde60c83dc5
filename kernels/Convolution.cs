using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>
/// Convolutions with even kernels over a padded copy of the source: zeros all around it spare the loops every test for an edge, and their
/// bounds are the same for all threads, so that CPU drivers vectorise them.
/// </summary>
public static class Convolution
{
    /// <summary>Copies what lies in a window of the source (which may reach beyond it) to a compact array; beyond the source there is zero.</summary>
    public static void Pad(Index1D thread, ArrayView<float> source, Extent size, ArrayView<float> target, Window window, int chunk)
    {
        int chunks = (window.Width + chunk - 1) / chunk;
        int row = thread.X / chunks;
        int x = (thread.X - (row * chunks)) * chunk;
        int end = IntrinsicMath.Min(x + chunk, window.Width);
        int slice = row / window.Height;
        int z = window.Z + slice;
        int y = window.Y + row - (slice * window.Height);
        for (; x < end; x++)
        {
            int at = window.X + x;
            float value = 0f;
            if (at >= 0 && at < size.X && y >= 0 && y < size.Y && z >= 0 && z < size.Z)
            {
                value = source[at + (size.X * (y + (size.Y * z)))];
            }

            target[(row * window.Width) + x] = value;
        }
    }

    /// <summary>target = (accumulate ? target : 0) + sum over d of w[|d|] source[. - d] along one axis; a voxel a thread.</summary>
    public static void AlongAxis(
        Index3D voxel, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, AxisPass pass) =>
        AxisSum(voxel.X, voxel.Y, voxel.Z, source, weights, target, pass);

    /// <summary>The same for a row a thread.</summary>
    public static void RowsAlongAxis(
        Index2D row, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, AxisPass pass)
    {
        for (int x = 0; x < pass.Width; x++)
        {
            AxisSum(x, row.X, row.Y, source, weights, target, pass);
        }
    }

    /// <summary>target = factor source in a window, both volumes of the same size.</summary>
    public static void Scale(
        Index1D thread, ArrayView<float> source, float factor, ArrayView<float> target, Extent size, Window window, int chunk)
    {
        int chunks = (window.Width + chunk - 1) / chunk;
        int row = thread.X / chunks;
        int x = (thread.X - (row * chunks)) * chunk;
        int end = IntrinsicMath.Min(x + chunk, window.Width);
        int z = row / window.Height;
        int y = row - (z * window.Height);
        int at = window.X + (size.X * (window.Y + y + (size.Y * (window.Z + z))));
        for (; x < end; x++)
        {
            target[at + x] = factor * source[at + x];
        }
    }

    /// <summary>
    /// target = sum over every offset of octant[|dx|, |dy|, |dz|] padded[. - offset]; the padding is the radius on every side; a voxel a thread.
    /// </summary>
    public static void Direct(
        Index3D voxel, ArrayView<float> padded, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window) =>
        DirectSum(voxel.X, voxel.Y, voxel.Z, padded, octant, target, size, radius, window);

    /// <summary>The same for a row a thread.</summary>
    public static void DirectRows(
        Index2D row, ArrayView<float> padded, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window)
    {
        for (int x = 0; x < window.Width; x++)
        {
            DirectSum(x, row.X, row.Y, padded, octant, target, size, radius, window);
        }
    }

    private static void AxisSum(
        int x, int y, int z, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, AxisPass pass)
    {
        int at = pass.SourceStart + (y * pass.SourceRow) + (z * pass.SourceSlice) + x;
        int to = pass.TargetStart + (y * pass.TargetRow) + (z * pass.TargetSlice) + x;
        float sum = weights[pass.WeightStart] * source[at];
        for (int d = 1; d <= pass.Radius; d++)
        {
            sum += weights[pass.WeightStart + d] * (source[at - (d * pass.AxisStride)] + source[at + (d * pass.AxisStride)]);
        }

        target[to] = pass.Accumulate != 0 ? target[to] + sum : sum;
    }

    private static void DirectSum(
        int x, int y, int z, ArrayView<float> padded, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window)
    {
        int pitch = window.Width + (2 * radius.X);
        int plane = pitch * (window.Height + (2 * radius.Y));
        int from = radius.X + (pitch * (y + radius.Y)) + (plane * (z + radius.Z)) + x;
        float sum = 0f;
        for (int dz = -radius.Z; dz <= radius.Z; dz++)
        {
            for (int dy = -radius.Y; dy <= radius.Y; dy++)
            {
                int w = (radius.X + 1) * (IntrinsicMath.Abs(dy) + ((radius.Y + 1) * IntrinsicMath.Abs(dz)));
                int at = from + (dy * pitch) + (dz * plane);
                float line = octant[w] * padded[at];
                for (int dx = 1; dx <= radius.X; dx++)
                {
                    line += octant[w + dx] * (padded[at - dx] + padded[at + dx]);
                }

                sum += line;
            }
        }

        target[window.X + x + (size.X * (window.Y + y + (size.Y * (window.Z + z))))] = sum;
    }
}
