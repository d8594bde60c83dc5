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

    /// <summary>
    /// For each row (y, z): the first and one past the last x whose value is not 0; both 0 where there is none. A thread takes <c>chunk</c> neighbouring rows
    /// and reads no more of each than it must.
    /// </summary>
    public static void AlongX(Index1D thread, ArrayView<float> source, Extent size, ArrayView<int> firstX, ArrayView<int> endX, int chunk)
    {
        int end = IntrinsicMath.Min((thread.X + 1) * chunk, size.Y * size.Z);
        for (int row = thread.X * chunk; row < end; row++)
        {
            int at = row * size.X;
            int first = 0;
            while (first < size.X && source[at + first] == 0f)
            {
                first++;
            }

            int last = size.X;
            while (last > first && source[at + last - 1] == 0f)
            {
                last--;
            }

            firstX[row] = last > first ? first : 0;
            endX[row] = last > first ? last : 0;
        }
    }
}
