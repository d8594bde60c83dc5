using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Convolves the box of activity and its range in the form that suits the device; working memory stays for the next call.</summary>
internal sealed class GpuConvolution(Accelerator accelerator, KernelSet kernels, DeviceMemory memory) : IDisposable
{
    private readonly WorkingMemory _memory = new(memory);

    internal static Extent ExtentOf(Size3 size) => new() { X = size.X, Y = size.Y, Z = size.Z };

    internal void Direct(GpuArray source, Size3 size, SymmetricKernel kernel, GpuArray target) =>
        Run(source, size, target, box => Direct(box, size, kernel));

    internal void Separable(GpuArray source, Size3 size, SeparableKernel kernel, GpuArray target) => Run(source, size, target, box =>
        !kernels.LongRuns && Fits(MarchingConvolution.SharedFloats(kernel), kernel.Radius)
            ? new MarchingConvolution(accelerator, kernels, _memory, box, size, kernel)
            : kernels.LongRuns && RowTileConvolution.Fits(kernel.Radius)
                ? new RowTileConvolution(kernels, _memory, box, size, kernel)
                : Direct(box, size, Multiplied(kernel)));

    internal void Fft(GpuArray source, Size3 size, SymmetricKernel kernel, GpuArray target) =>
        Run(source, size, target, box => new FftDeviceConvolution(kernels, _memory, box, size, kernel));

    /// <summary>Gives working memory back.</summary>
    internal void Release() => _memory.Dispose();

    public void Dispose() => Release();

    private DeviceConvolution Direct(VoxelBox box, Size3 size, SymmetricKernel kernel) =>
        !kernels.LongRuns && Fits(MarchingConvolution.SharedFloats(kernel), kernel.Radius)
            ? new MarchingConvolution(accelerator, kernels, _memory, box, size, kernel)
            : new RowTileConvolution(kernels, _memory, box, size, kernel);

    private bool Fits(int sharedFloats, Size3 radius) =>
        radius.Z <= RingTypes.LargestRadius
        && sharedFloats <= LargeRoom.Floats
        && sharedFloats * sizeof(float) <= accelerator.MaxSharedMemoryPerGroup;

    private void Run(GpuArray source, Size3 size, GpuArray target, Func<VoxelBox, DeviceConvolution> plan)
    {
        if (memory.IsSpilled)
        {
            RunOnHostArrays(source.Host!, size, target.Host!, plan);
            return;
        }

        if (FindBox(source.View, size) is not { } box)
        {
            target.Buffer.MemSetToZero();
            return;
        }

        DeviceConvolution convolution = plan(box);
        if (convolution.Output != VoxelBox.Whole(size))
        {
            target.Buffer.MemSetToZero();
        }

        for (int z = convolution.Output.Z0; z < convolution.Output.Z1; z += convolution.Depth)
        {
            VoxelBox output = convolution.Output with { Z0 = z, Z1 = Math.Min(z + convolution.Depth, convolution.Output.Z1) };
            convolution.Run(new(source.View, target.View, size, box, output));
        }
    }

    /// <summary>Takes slabs as deep as the device has room for.</summary>
    private void RunOnHostArrays(float[] source, Size3 size, float[] target, Func<VoxelBox, DeviceConvolution> plan)
    {
        Array.Clear(target);
        if (VoxelBox.OfNonZero(new(Environment.ProcessorCount), source, size) is not { } box)
        {
            return;
        }

        int depth = int.MaxValue;
        while (true)
        {
            Release();
            int deepest = 0;
            try
            {
                DeviceConvolution convolution = plan(box);
                deepest = convolution.IsDepthFree ? Math.Min(depth, Math.Min(convolution.Depth, convolution.Output.Depth)) : 1;
                RunSlabs(source, size, target, convolution, convolution.IsDepthFree ? deepest : convolution.Depth);
                return;
            }
            catch (Exception e) when (DeviceMemory.IsOutOfMemory(e) && deepest > 1)
            {
                accelerator.Synchronize();
                depth = (deepest + 1) / 2;
            }
        }
    }

    private void RunSlabs(float[] source, Size3 size, float[] target, DeviceConvolution convolution, int depth)
    {
        (VoxelBox box, VoxelBox output) = (convolution.Box, convolution.Output);
        int plane = size.X * size.Y;
        var pieces = new List<Piece>();
        for (int z = output.Z0; z < output.Z1; z += depth)
        {
            int end = Math.Min(z + depth, output.Z1);
            int first = Math.Max(0, z - convolution.Halo);
            int last = Math.Min(size.Z, end + convolution.Halo);
            pieces.Add(new(first * plane, (last - first) * plane, (z - first) * plane, (end - z) * plane));
        }

        using var pipeline = new SlabPipeline(accelerator, memory, 1, pieces.Max(piece => piece.Length));
        pipeline.Run([source], target, pieces, (n, from, to) =>
        {
            Piece piece = pieces[n];
            int first = piece.Start / plane;
            int slices = piece.Length / plane;
            int z = piece.ResultStart / plane;
            to.MemSetToZero();
            convolution.Run(new(
                from[0],
                to,
                size with { Z = slices },
                box with { Z0 = Math.Max(0, box.Z0 - first), Z1 = Math.Min(slices, box.Z1 - first) },
                output with { Z0 = z, Z1 = z + (piece.ResultLength / plane) }));
        });
    }

    /// <summary>The sum of the outer products, entry by entry: for radii that no separable form of the device holds.</summary>
    private static SymmetricKernel Multiplied(SeparableKernel kernel)
    {
        (int nx, int ny) = (kernel.Radius.X + 1, kernel.Radius.Y + 1);
        var octant = new float[nx * ny * (kernel.Radius.Z + 1)];
        for (int n = 0; n < octant.Length; n++)
        {
            (int x, int y, int z) = (n % nx, n / nx % ny, n / (nx * ny));
            octant[n] = (float)kernel.Terms.Sum(term => (double)term.X[x] * term.Y[y] * term.Z[z]);
        }

        octant[0] += kernel.Delta;
        return new(kernel.Radius, octant);
    }

    private VoxelBox? FindBox(ArrayView<float> source, Size3 size) => kernels.LongRuns ? FindBoxByRows(source, size) : FindBoxByColumns(source, size);

    private VoxelBox? FindBoxByRows(ArrayView<float> source, Size3 size)
    {
        int rows = size.Y * size.Z;
        (int[] first, int[] end) = Ranges(rows, (f, e) => kernels.NonZeroAlongX(size.Z, source, ExtentOf(size), f, e, size.Y));
        VoxelBox? all = null;
        for (int row = 0; row < rows; row++)
        {
            (int z, int y) = Math.DivRem(row, size.Y);
            all = end[row] == 0 ? all : Join(all, new(first[row], y, z, end[row], y + 1, z + 1));
        }

        return all;
    }

    private VoxelBox? FindBoxByColumns(ArrayView<float> source, Size3 size)
    {
        int columns = size.X * size.Z;
        (int[] first, int[] end) = Ranges(columns, (f, e) => kernels.NonZeroAlongY(columns, source, ExtentOf(size), f, e, 1));
        VoxelBox? all = null;
        for (int column = 0; column < columns; column++)
        {
            (int z, int x) = Math.DivRem(column, size.X);
            all = end[column] == 0 ? all : Join(all, new(x, first[column], z, x + 1, end[column], z + 1));
        }

        return all;
    }

    private (int[] First, int[] End) Ranges(int count, Action<ArrayView<int>, ArrayView<int>> launch)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> first = accelerator.Allocate1D<int>(count);
        using MemoryBuffer1D<int, Stride1D.Dense> end = accelerator.Allocate1D<int>(count);
        launch(first.View, end.View);
        return (first.GetAsArray1D(), end.GetAsArray1D());
    }

    private static VoxelBox Join(VoxelBox? all, VoxelBox one) => all is { } a
        ? new(
            Math.Min(a.X0, one.X0), Math.Min(a.Y0, one.Y0), Math.Min(a.Z0, one.Z0),
            Math.Max(a.X1, one.X1), Math.Max(a.Y1, one.Y1), Math.Max(a.Z1, one.Z1))
        : one;
}
