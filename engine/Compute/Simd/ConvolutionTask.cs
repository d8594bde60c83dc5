using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>A convolution cut into pieces that workers take: blocks of slices times tiles of columns.</summary>
internal sealed unsafe class ConvolutionTask
{
    /// <summary>Bytes of the rows that a worker keeps at hand: about half a core's second-level cache.</summary>
    private const int RingBytes = 448 << 10;
    private const int NarrowestTile = 192;
    private const int LineBytes = 64;

    /// <summary>Volumes below this many bytes may be in a cache.</summary>
    private const int CachedBytes = 32 << 20;

    /// <summary>Slices of a block at most.</summary>
    internal const int DeepestBlock = 10;

    private readonly int _radiusX;

    private ConvolutionTask(float* source, float* target, Size3 size, VoxelBox box, Size3 radius)
    {
        Source = source;
        Target = target;
        Size = size;
        Box = box;
        Output = box.Grow(radius, size);
        BlockDepth = Output.Depth;
        Tiles = 1;
        _radiusX = radius.X;
    }

    /// <summary>Cuts the work so that rings fit the cache and every thread gets the same share.</summary>
    /// <param name="source">The volume to convolve.</param>
    /// <param name="target">Where the result goes.</param>
    /// <param name="size">Size of both.</param>
    /// <param name="box">Where the source is not zero.</param>
    /// <param name="radius">Range of the kernel.</param>
    /// <param name="ringRowsPerSlice">Rows in a ring for each slice of a block.</param>
    /// <param name="threads">Number of threads.</param>
    internal static ConvolutionTask Create(
        float* source, float* target, Size3 size, VoxelBox box, Size3 radius, int ringRowsPerSlice, int threads)
    {
        var task = new ConvolutionTask(source, target, size, box, radius);
        long bytesPerSlice = (long)ringRowsPerSlice * task.Output.Width * sizeof(float);
        const int wantedDepth = 4;
        task.Tiles = (int)Math.Clamp(wantedDepth * bytesPerSlice / RingBytes, 1, Math.Max(1, task.Output.Width / NarrowestTile));

        // Every block reads radius slices on either side of it for nothing, which in blocks of fewer slices than that costs more than a ring beyond that cache.
        int deepest = (int)Math.Clamp(RingBytes * task.Tiles / bytesPerSlice, Math.Clamp(radius.Z, 1, DeepestBlock), DeepestBlock);

        // The slices of the thread with most blocks count, those beside a block for a quarter of one inside.
        double Cost(int depth) => ((((task.Output.Depth + depth - 1) / depth) + threads - 1) / threads) * (depth + (radius.Z / 4.0));

        deepest = Math.Max(1, Math.Min(deepest, (task.Output.Depth + threads - 1) / threads));
        task.BlockDepth = Enumerable.Range(0, (deepest + 1) / 2).Select(n => deepest - n).MinBy(Cost);
        return task;
    }

    internal float* Source { get; }

    internal float* Target { get; private set; }

    internal Size3 Size { get; }

    /// <summary>Where the source is not zero.</summary>
    internal VoxelBox Box { get; }

    /// <summary>Where the result is not zero.</summary>
    internal VoxelBox Output { get; private set; }

    internal int BlockDepth { get; private set; }

    internal int Blocks => (Output.Depth + BlockDepth - 1) / BlockDepth;

    internal int Tiles { get; private set; }

    internal int Count => Blocks * Tiles;

    /// <summary>Voxels in the shortest row of source or result that a piece works on; vectors must not be longer.</summary>
    internal int NarrowestRow
    {
        get
        {
            int narrowest = Output.Width;
            for (int tile = 0; tile < Tiles; tile++)
            {
                VoxelBox output = OutputOf(tile * Blocks);
                (int x0, int x1) = SourceColumns(output);
                narrowest = Math.Min(narrowest, Math.Min(output.Width, x1 - x0));
            }

            return narrowest;
        }
    }

    internal nint Plane => (nint)Size.X * Size.Y;

    /// <summary>The pieces of some blocks alone, the same to the voxel, with their result elsewhere.</summary>
    /// <param name="first">First block.</param>
    /// <param name="end">Block after the last.</param>
    /// <param name="target">Where voxel 0 of the volume would go.</param>
    internal ConvolutionTask Part(int first, int end, float* target)
    {
        var part = (ConvolutionTask)MemberwiseClone();
        part.Target = target;
        part.Output = Output with { Z0 = Output.Z0 + (first * BlockDepth), Z1 = Math.Min(Output.Z1, Output.Z0 + (end * BlockDepth)) };
        return part;
    }

    /// <summary>The voxels of the result that a piece computes.</summary>
    internal VoxelBox OutputOf(int piece)
    {
        (int tile, int block) = Math.DivRem(piece, Blocks);
        int z0 = Output.Z0 + (block * BlockDepth);
        return Output with
        {
            Z0 = z0,
            Z1 = Math.Min(z0 + BlockDepth, Output.Z1),
            X0 = Output.X0 + (int)((long)Output.Width * tile / Tiles),
            X1 = Output.X0 + (int)((long)Output.Width * (tile + 1) / Tiles),
        };
    }

    /// <summary>The columns of the source that those voxels need.</summary>
    internal (int X0, int X1) SourceColumns(VoxelBox output) =>
        (Math.Max(Box.X0, output.X0 - _radiusX), Math.Min(Box.X1, output.X1 + _radiusX));

    /// <summary>Zeroes the result outside <see cref="Output"/>.</summary>
    internal void ClearAround(WorkCrew crew)
    {
        if (Output == VoxelBox.Whole(Size))
        {
            return;
        }

        crew.Run(Size.Z, (z, _) =>
        {
            if (z < Output.Z0 || z >= Output.Z1)
            {
                Clear(z * Plane, Plane);
                return;
            }

            nint start = z * Plane;
            for (int y = Output.Y0; y < Output.Y1; y++)
            {
                nint next = (z * Plane) + ((nint)y * Size.X) + Output.X0;
                Clear(start, next - start);
                start = next + Output.Width;
            }

            Clear(start, ((z + 1) * Plane) - start);
        });
    }

    /// <summary>Writes zeros; those of a volume larger than caches go past them in whole lines, so that no line is read before it is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Clear(nint start, nint count)
    {
        float* at = Target + start;
        float* end = at + count;
        float* firstLine = (float*)(((nint)at + LineBytes - 1) & -LineBytes);
        float* lastLine = (float*)((nint)end & -LineBytes);
        if (Size.Count * sizeof(float) < CachedBytes || firstLine >= lastLine)
        {
            new Span<float>(at, (int)count).Clear();
            return;
        }

        new Span<float>(at, (int)(firstLine - at)).Clear();
        for (at = firstLine; at < lastLine; at += LineBytes / sizeof(float))
        {
            Vector256<float>.Zero.StoreAlignedNonTemporal(at);
            Vector256<float>.Zero.StoreAlignedNonTemporal(at + Vector256<float>.Count);
        }

        new Span<float>(lastLine, (int)(end - lastLine)).Clear();
    }
}
