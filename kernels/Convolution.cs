using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Convolutions with even kernels. A thread takes <c>chunk</c> neighbouring voxels of a row.</summary>
public static class Convolution
{
    /// <summary>target = (accumulate ? target : 0) + sum over d of w[|d|] source[. - d] along one axis; beyond the source there is zero.</summary>
    public static void AlongAxis(
        Index1D thread, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, AxisPass pass)
    {
        int chunks = (pass.Width + pass.Chunk - 1) / pass.Chunk;
        int row = thread.X / chunks;
        int x = (thread.X - (row * chunks)) * pass.Chunk;
        int end = IntrinsicMath.Min(x + pass.Chunk, pass.Width);
        int z = row / pass.Height;
        int y = row - (z * pass.Height);
        int from = pass.SourceStart + (y * pass.SourceRow) + (z * pass.SourceSlice);
        int to = pass.TargetStart + (y * pass.TargetRow) + (z * pass.TargetSlice);
        for (; x < end; x++)
        {
            int place = pass.AxisStart + (pass.Axis == 0 ? x : pass.Axis == 1 ? y : z);
            int at = from + x;
            float sum = weights[pass.WeightStart] * source[at];
            for (int d = 1; d <= pass.Radius; d++)
            {
                float pair = place >= d ? source[at - (d * pass.AxisStride)] : 0f;
                pair += place + d < pass.AxisLength ? source[at + (d * pass.AxisStride)] : 0f;
                sum += weights[pass.WeightStart + d] * pair;
            }

            target[to + x] = pass.Accumulate != 0 ? target[to + x] + sum : sum;
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

    /// <summary>target = sum over every offset of octant[|dx|, |dy|, |dz|] source[. - offset] in a window; beyond the volume there is zero.</summary>
    public static void Direct(
        Index1D thread, ArrayView<float> source, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window, int chunk)
    {
        int chunks = (window.Width + chunk - 1) / chunk;
        int row = thread.X / chunks;
        int x = (thread.X - (row * chunks)) * chunk;
        int z = row / window.Height;
        int y = window.Y + row - (z * window.Height);
        z += window.Z;
        int end = window.X + IntrinsicMath.Min(x + chunk, window.Width);
        for (x += window.X; x < end; x++)
        {
            float sum = 0f;
            for (int dz = -IntrinsicMath.Min(radius.Z, z); dz <= IntrinsicMath.Min(radius.Z, size.Z - 1 - z); dz++)
            {
                for (int dy = -IntrinsicMath.Min(radius.Y, y); dy <= IntrinsicMath.Min(radius.Y, size.Y - 1 - y); dy++)
                {
                    int w = (radius.X + 1) * (IntrinsicMath.Abs(dy) + ((radius.Y + 1) * IntrinsicMath.Abs(dz)));
                    int at = x + (size.X * (y + dy + (size.Y * (z + dz))));
                    float line = octant[w] * source[at];
                    for (int dx = 1; dx <= radius.X; dx++)
                    {
                        float pair = x >= dx ? source[at - dx] : 0f;
                        pair += x + dx < size.X ? source[at + dx] : 0f;
                        line += octant[w + dx] * pair;
                    }

                    sum += line;
                }
            }

            target[x + (size.X * (y + (size.Y * z)))] = sum;
        }
    }
}
