using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Copies with zeros around them, which spare a convolution's loops every test for an edge.</summary>
public static class Padding
{
    /// <summary>Copies what lies in a window of the source (which may reach beyond it) to a compact array; beyond the source there is zero.</summary>
    public static void Copy(Index1D thread, ArrayView<float> source, Extent size, ArrayView<float> target, Window window, int chunk)
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
}
