using System.Numerics;
using System.Runtime.CompilerServices;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>
/// Sampling for pictures where the two grids' axes point along one another, as they do nearly always: each axis is worked out once, not again for every voxel. Gives
/// what <see cref="PictureSampler"/> gives for grids at any angle.
/// </summary>
internal static class AlignedAxes
{
    /// <summary>True where each index hangs on the index of the same axis alone.</summary>
    internal static bool Maps(AffineTransform map)
    {
        (Vec3 x, Vec3 y, Vec3 z) = (map.Matrix.ColumnX, map.Matrix.ColumnY, map.Matrix.ColumnZ);
        return x.Y == 0 && x.Z == 0 && y.X == 0 && y.Z == 0 && z.X == 0 && z.Y == 0;
    }

    /// <summary>Trilinear values; <paramref name="outside"/> beyond the image's outer half voxel.</summary>
    internal static void Sample(Volume volume, AffineTransform toIndex, Size3 size, float outside, float[] result)
    {
        Size3 image = volume.Grid.Size;
        var x = new (int Low, int High, float Fraction)?[size.X];
        double at = toIndex.TranslationMm.X;
        for (int i = 0; i < x.Length; i++, at += toIndex.Matrix.ColumnX.X)
        {
            x[i] = Place(at, image.X);
        }

        float[] v = volume.Values;
        int plane = image.X * image.Y;
        Parallel.For(0, size.Z, k =>
        {
            (int Low, int High, float Fraction)? slice = Place((k * toIndex.Matrix.ColumnZ.Z) + toIndex.TranslationMm.Z, image.Z);
            for (int j = 0; j < size.Y; j++)
            {
                (int Low, int High, float Fraction)? row = Place((j * toIndex.Matrix.ColumnY.Y) + toIndex.TranslationMm.Y, image.Y);
                Span<float> target = result.AsSpan(size.X * (j + (size.Y * k)), size.X);
                if (slice is not { } z || row is not { } y)
                {
                    target.Fill(outside);
                    continue;
                }

                (int lowLow, int lowHigh) = ((plane * z.Low) + (image.X * y.Low), (plane * z.Low) + (image.X * y.High));
                (int highLow, int highHigh) = ((plane * z.High) + (image.X * y.Low), (plane * z.High) + (image.X * y.High));
                for (int i = 0; i < target.Length; i++)
                {
                    if (x[i] is not { } column)
                    {
                        target[i] = outside;
                        continue;
                    }

                    float low = PictureSampler.Plane(v, lowLow, lowHigh, column.Low, column.High, column.Fraction, y.Fraction);
                    float high = PictureSampler.Plane(v, highLow, highHigh, column.Low, column.High, column.Fraction, y.Fraction);
                    target[i] = low + (z.Fraction * (high - low));
                }
            }
        });
    }

    /// <summary>Mean of a box of bytes over the points of a regular grid in each picture voxel, zero beyond the box.</summary>
    /// <param name="dense">Values of at most 16, x fastest.</param>
    /// <param name="box">Size of the box.</param>
    /// <param name="toBox">From picture voxels to those of the box.</param>
    /// <param name="pictures">Size of the pictures.</param>
    /// <param name="first">First picture voxel that may see the box, on each axis.</param>
    /// <param name="last">Last one.</param>
    /// <param name="parts">Points on each axis, at most 3.</param>
    /// <param name="result">One byte for each picture voxel.</param>
    internal static void Count(byte[] dense, Size3 box, AffineTransform toBox, Size3 pictures, int[] first, int[] last, int[] parts, byte[] result)
    {
        int[] xs = Nearest(toBox.Matrix.ColumnX.X, toBox.TranslationMm.X, pictures.X, parts[0], box.X);
        int[] ys = Nearest(toBox.Matrix.ColumnY.Y, toBox.TranslationMm.Y, pictures.Y, parts[1], box.Y);
        int[] zs = Nearest(toBox.Matrix.ColumnZ.Z, toBox.TranslationMm.Z, pictures.Z, parts[2], box.Z);
        int points = parts[0] * parts[1] * parts[2];
        Parallel.For(first[2], last[2] + 1, () => new byte[box.X], (z, _, sums) =>
        {
            for (int y = first[1]; y <= last[1]; y++)
            {
                // Nine rows of sixteenths do not overflow a byte.
                Array.Clear(sums);
                foreach (int k in zs.AsSpan(z * parts[2], parts[2]))
                {
                    foreach (int j in ys.AsSpan(y * parts[1], parts[1]))
                    {
                        if (k >= 0 && j >= 0)
                        {
                            Add(dense.AsSpan(box.X * (j + (box.Y * k)), box.X), sums);
                        }
                    }
                }

                int row = pictures.X * (y + (pictures.Y * z));
                for (int x = first[0]; x <= last[0]; x++)
                {
                    int sum = 0;
                    foreach (int i in xs.AsSpan(x * parts[0], parts[0]))
                    {
                        sum += i >= 0 ? sums[i] : 0;
                    }

                    result[row + x] = (byte)((sum + (points / 2)) / points);
                }
            }

            return sums;
        }, _ => { });
    }

    /// <summary>Neighbours on an axis; null beyond the image's outer half voxel.</summary>
    private static (int Low, int High, float Fraction)? Place(double index, int size) =>
        index >= -0.5 && index <= size - 0.5 ? PictureSampler.Split(index, size) : null;

    /// <summary>The box's voxel nearest to each point in each picture voxel of an axis; -1 beyond the box.</summary>
    private static int[] Nearest(double scale, double shift, int voxels, int parts, int size)
    {
        int[] nearest = new int[voxels * parts];
        for (int n = 0; n < nearest.Length; n++)
        {
            double at = Math.Floor((n / parts * scale) + shift + (PictureSampler.PartCentre(n % parts, parts) * scale) + 0.5);
            nearest[n] = at >= 0 && at < size ? (int)at : -1;
        }

        return nearest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<byte> row, Span<byte> sums)
    {
        int n = 0;
        for (; n <= row.Length - Vector<byte>.Count; n += Vector<byte>.Count)
        {
            (new Vector<byte>(sums[n..]) + new Vector<byte>(row[n..])).CopyTo(sums[n..]);
        }

        for (; n < row.Length; n++)
        {
            sums[n] += row[n];
        }
    }
}
