using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Finds where a volume is not zero.</summary>
public static class NonZeroRange
{
    /// <summary>
    /// For each column (x, z): the first and one past the last y whose value is not 0; both 0 where there is none. A thread takes
    /// <c>chunk</c> neighbouring columns.
    /// </summary>
    public static void AlongY(Index1D thread, ArrayView<float> source, Extent size, ArrayView<int> firstY, ArrayView<int> endY, int chunk)
    {
        int end = IntrinsicMath.Min((thread.X + 1) * chunk, size.X * size.Z);
        for (int column = thread.X * chunk; column < end; column++)
        {
            int z = column / size.X;
            long at = ((long)z * size.X * size.Y) + (column - (z * size.X));
            int first = 0;
            int last = 0;
            for (int y = 0; y < size.Y; y++, at += size.X)
            {
                if (source[at] != 0f)
                {
                    first = last == 0 ? y : first;
                    last = y + 1;
                }
            }

            firstY[column] = first;
            endY[column] = last;
        }
    }
}
