using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VoxelDose.Engine.Compute.Simd;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>A box of voxels: first inclusive, end exclusive.</summary>
internal readonly record struct VoxelBox(int X0, int Y0, int Z0, int X1, int Y1, int Z1)
{
    /// <summary>Values that are looked at together.</summary>
    private const int Block = 32;

    internal int Width => X1 - X0;

    internal int Height => Y1 - Y0;

    internal int Depth => Z1 - Z0;

    internal Size3 Size => new(Width, Height, Depth);

    internal static VoxelBox Whole(Size3 size) => new(0, 0, 0, size.X, size.Y, size.Z);

    /// <summary>Whether another box lies in this one.</summary>
    internal bool Contains(VoxelBox other) =>
        other.X0 >= X0 && other.Y0 >= Y0 && other.Z0 >= Z0 && other.X1 <= X1 && other.Y1 <= Y1 && other.Z1 <= Z1;

    /// <summary>The box with a margin on every side, as far as the volume goes.</summary>
    internal VoxelBox Grow(Size3 radius, Size3 size) => new(
        Math.Max(0, X0 - radius.X),
        Math.Max(0, Y0 - radius.Y),
        Math.Max(0, Z0 - radius.Z),
        (int)Math.Min(size.X, (long)X1 + radius.X),
        (int)Math.Min(size.Y, (long)Y1 + radius.Y),
        (int)Math.Min(size.Z, (long)Z1 + radius.Z));

    /// <summary>The smallest box that holds all values other than +0; null where there are none.</summary>
    internal static VoxelBox? OfNonZero(WorkCrew crew, float[] values, Size3 size)
    {
        var slices = new VoxelBox?[size.Z];
        crew.Run(size.Z, (z, _) => slices[z] = OfSlice(values, size, z));
        VoxelBox? all = null;
        foreach (VoxelBox slice in slices.OfType<VoxelBox>())
        {
            all = all is { } a
                ? new(
                    Math.Min(a.X0, slice.X0), Math.Min(a.Y0, slice.Y0), Math.Min(a.Z0, slice.Z0),
                    Math.Max(a.X1, slice.X1), Math.Max(a.Y1, slice.Y1), Math.Max(a.Z1, slice.Z1))
                : slice;
        }

        return all;
    }

    private static VoxelBox? OfSlice(float[] values, Size3 size, int z)
    {
        int plane = size.X * size.Y;
        // Bits rather than numbers: a -0 only widens the box.
        ReadOnlySpan<int> slice = MemoryMarshal.Cast<float, int>(values.AsSpan(z * plane, plane));
        int first = LeadingZeros(slice);
        if (first == plane)
        {
            return null;
        }

        int y0 = first / size.X;
        int y1 = (plane - 1 - TrailingZeros(slice)) / size.X;
        (int x0, int x1) = (size.X, 0);
        for (int y = y0; y <= y1 && (x0 > 0 || x1 < size.X); y++)
        {
            ReadOnlySpan<int> row = slice.Slice(y * size.X, size.X);
            x0 = LeadingZeros(row[..x0]);
            x1 = size.X - TrailingZeros(row[x1..]);
        }

        return new(x0, y0, z, x1, y1 + 1, z + 1);
    }

    /// <summary>Zeros before the first other value; written out, since it reads most of a volume, often in the first call of a process.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int LeadingZeros(ReadOnlySpan<int> values)
    {
        fixed (int* start = values)
        {
            int n = 0;
            while (n <= values.Length - Block && IsZero(start + n))
            {
                n += Block;
            }

            while (n < values.Length && start[n] == 0)
            {
                n++;
            }

            return n;
        }
    }

    /// <summary>Zeros behind the last other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int TrailingZeros(ReadOnlySpan<int> values)
    {
        fixed (int* start = values)
        {
            int n = values.Length;
            while (n >= Block && IsZero(start + n - Block))
            {
                n -= Block;
            }

            while (n > 0 && start[n - 1] == 0)
            {
                n--;
            }

            return values.Length - n;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool IsZero(int* block)
    {
        int lanes = Vector256<int>.Count;
        Vector256<int> a = Vector256.Load(block) | Vector256.Load(block + lanes);
        Vector256<int> b = Vector256.Load(block + (2 * lanes)) | Vector256.Load(block + (3 * lanes));
        return (a | b) == Vector256<int>.Zero;
    }
}
