using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>
/// Convolutions with even kernels for devices that are CPUs: a thread takes a tile of neighbouring rows and loops along x innermost over
/// private rows that stay in the first cache, which is what drivers' compilers turn into vector instructions. They read a copy of the source that
/// is padded with zeros by the radius on every side.
/// </summary>
public static class RowTiles
{
    /// <summary>Most voxels of a tile along x.</summary>
    public const int Width = 128;

    /// <summary>Floats of a private array of rows, 48 KB.</summary>
    public const int Room = 12288;

    /// <summary>Floats of one private row with the kernel's range on both sides.</summary>
    public const int RowRoom = 512;

    /// <summary>
    /// target = sum over every offset of octant[|dx|, |dy|, |dz|] padded[. - offset]. Rows at the same |dy| and |dz| are added before they are multiplied.
    /// A thread takes a row of a tile; 2 radius.X + <see cref="Width"/> must not exceed <see cref="RowRoom"/>.
    /// </summary>
    public static void Direct(
        Index1D thread, ArrayView<float> padded, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window)
    {
        ArrayView<float> folded = LocalMemory.Allocate<float>(RowRoom);
        ArrayView<float> sums = LocalMemory.Allocate<float>(Width);
        int tiles = (window.Width + Width - 1) / Width;
        int line = thread.X / tiles;
        int x = (thread.X - (line * tiles)) * Width;
        int count = IntrinsicMath.Min(Width, window.Width - x);
        int z = line / window.Height;
        int y = line - (z * window.Height);
        int pitch = window.Width + (2 * radius.X);
        int plane = pitch * (window.Height + (2 * radius.Y));
        int centre = x + (pitch * (y + radius.Y)) + (plane * (z + radius.Z));
        for (int dz = 0; dz <= radius.Z; dz++)
        {
            for (int dy = 0; dy <= radius.Y; dy++)
            {
                FoldRows(padded, centre, dy * pitch, dz * plane, folded, count + (2 * radius.X));
                int weight = (radius.X + 1) * (dy + ((radius.Y + 1) * dz));
                Taps(folded, radius.X, 1, octant, weight, radius.X, sums, 0, count, dy + dz > 0);
            }
        }

        int to = window.X + x + (size.X * (window.Y + y + (size.Y * (window.Z + z))));
        for (int i = 0; i < count; i++)
        {
            target[to + i] = sums[i];
        }
    }

    /// <summary>
    /// target = delta source + sum over terms of outer products; the weights hold, for each term, the half profiles along z, y and x. A thread takes
    /// a tile of <see cref="TileTerms.Rows"/> rows of one slice: folded along z, then summed along y and x row by row. (rows + 2 radius.Y) rows of
    /// <see cref="Width"/> + 2 radius.X floats must fit <see cref="Room"/>.
    /// </summary>
    public static void Separable(
        Index1D thread,
        ArrayView<float> padded,
        ArrayView<float> weights,
        ArrayView<float> target,
        Extent size,
        Extent radius,
        Window window,
        TileTerms tile)
    {
        (int terms, int rows) = (tile.Terms, tile.Rows);
        ArrayView<float> alongZ = LocalMemory.Allocate<float>(Room);
        ArrayView<float> alongY = LocalMemory.Allocate<float>(RowRoom);
        int tiles = (window.Width + Width - 1) / Width;
        int bands = (window.Height + rows - 1) / rows;
        int line = thread.X / tiles;
        int x = (thread.X - (line * tiles)) * Width;
        int z = line / bands;
        int y = (line - (z * bands)) * rows;
        int count = IntrinsicMath.Min(Width, window.Width - x);
        int height = IntrinsicMath.Min(rows, window.Height - y);
        int pitch = window.Width + (2 * radius.X);
        int plane = pitch * (window.Height + (2 * radius.Y));
        int from = x + (pitch * y) + (plane * (z + radius.Z));
        int to = window.X + x + (size.X * (window.Y + y + (size.Y * (window.Z + z))));
        int wide = count + (2 * radius.X);
        for (int j = 0; j < height; j++)
        {
            int centre = from + radius.X + (pitch * (j + radius.Y));
            for (int i = 0; i < count; i++)
            {
                target[to + (j * size.X) + i] = tile.Delta * padded[centre + i];
            }
        }

        int weight = 0;
        for (int k = 0; k < terms; k++)
        {
            for (int j = 0; j < height + (2 * radius.Y); j++)
            {
                Taps(padded, from + (j * pitch), plane, weights, weight, radius.Z, alongZ, j * wide, wide, false);
            }

            weight += radius.Z + 1;
            for (int j = 0; j < height; j++)
            {
                Taps(alongZ, (j + radius.Y) * wide, wide, weights, weight, radius.Y, alongY, 0, wide, false);
                Taps(alongY, radius.X, 1, weights, weight + radius.Y + 1, radius.X, target, to + (j * size.X), count, true);
            }

            weight += radius.Y + 1 + radius.X + 1;
        }
    }

    /// <summary>
    /// target[i] = (accumulate ? target[i] : 0) + sum over d of w[|d|] source[i - d stride]; six neighbours a pass, so that the target is read and
    /// written seldom.
    /// </summary>
    private static void Taps(
        ArrayView<float> source, int at, int stride, ArrayView<float> weights, int weight, int radius, ArrayView<float> target, int to, int count, bool accumulate)
    {
        float w0 = weights[weight];
        for (int d = 1; d == 1 || d <= radius; d += 3)
        {
            // Beyond the radius the centre stands in, with no weight.
            float w1 = d <= radius ? weights[weight + d] : 0f;
            float w2 = d + 1 <= radius ? weights[weight + d + 1] : 0f;
            float w3 = d + 2 <= radius ? weights[weight + d + 2] : 0f;
            int o1 = d <= radius ? d * stride : 0;
            int o2 = d + 1 <= radius ? o1 + stride : 0;
            int o3 = d + 2 <= radius ? o2 + stride : 0;
            if (d > 1 || accumulate)
            {
                for (int i = 0; i < count; i++)
                {
                    int n = at + i;
                    target[to + i] += (w0 * source[n])
                        + (w1 * (source[n - o1] + source[n + o1]))
                        + (w2 * (source[n - o2] + source[n + o2]))
                        + (w3 * (source[n - o3] + source[n + o3]));
                }
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    int n = at + i;
                    target[to + i] = (w0 * source[n])
                        + (w1 * (source[n - o1] + source[n + o1]))
                        + (w2 * (source[n - o2] + source[n + o2]))
                        + (w3 * (source[n - o3] + source[n + o3]));
                }
            }

            w0 = 0f;
        }
    }

    /// <summary>Adds the one, two or four rows at the distances.</summary>
    private static void FoldRows(ArrayView<float> padded, int centre, int offY, int offZ, ArrayView<float> folded, int count)
    {
        if (offY == 0 && offZ == 0)
        {
            for (int i = 0; i < count; i++)
            {
                folded[i] = padded[centre + i];
            }
        }
        else if (offY == 0 || offZ == 0)
        {
            int off = offY + offZ;
            for (int i = 0; i < count; i++)
            {
                folded[i] = padded[centre - off + i] + padded[centre + off + i];
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                folded[i] = padded[centre - offZ - offY + i] + padded[centre - offZ + offY + i]
                    + (padded[centre + offZ - offY + i] + padded[centre + offZ + offY + i]);
            }
        }
    }
}
