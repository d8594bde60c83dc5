using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Launches the convolution kernels over the box of activity and its range; working memory stays for the next call.</summary>
internal sealed class GpuConvolution(Accelerator accelerator, KernelSet kernels) : IDisposable
{
    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> _working = [];

    internal static Extent ExtentOf(Size3 size) => new() { X = size.X, Y = size.Y, Z = size.Z };

    internal void Direct(
        ArrayView<float> source, Size3 size, SymmetricKernel kernel, MemoryBuffer1D<float, Stride1D.Dense> target)
    {
        target.MemSetToZero();
        if (FindBox(source, size) is not { } box)
        {
            return;
        }

        Window window = WindowOf(box.Grow(kernel.Radius, size));
        ArrayView<float> octant = Working(0, kernel.Octant.Length);
        octant.CopyFromCPU(kernel.Octant);
        ArrayView<float> padded = Padded(source, size, window, kernel.Radius);
        kernels.Direct(ExtentOf(window), padded, octant, target.View, ExtentOf(size), ExtentOf(kernel.Radius), window);
    }

    internal void Separable(
        ArrayView<float> source, Size3 size, SeparableKernel kernel, MemoryBuffer1D<float, Stride1D.Dense> target)
    {
        target.MemSetToZero();
        if (FindBox(source, size) is not { } box)
        {
            return;
        }

        Window window = WindowOf(box.Grow(kernel.Radius, size));
        int chunk = Chunk(window.Width);
        kernels.Scale(Threads(window, chunk), source, kernel.Delta, target.View, ExtentOf(size), window, chunk);
        if (kernel.Terms.Count == 0)
        {
            return;
        }

        float[] profiles = [.. kernel.Terms.SelectMany(t => t.Z.Concat(t.Y).Concat(t.X))];
        ArrayView<float> weights = Working(0, profiles.Length);
        weights.CopyFromCPU(profiles);
        (int rx, int ry, int rz) = (kernel.Radius.X, kernel.Radius.Y, kernel.Radius.Z);
        ArrayView<float> padded = Padded(source, size, window, kernel.Radius);
        // Each pass takes the padding of its axis off: what is left beside it is what the next ones need.
        (int row, int plane) = (window.Width + (2 * rx), (window.Width + (2 * rx)) * (window.Height + (2 * ry)));
        ArrayView<float> alongZ = Working(2, checked(plane * window.Depth));
        ArrayView<float> alongY = Working(3, row * window.Height * window.Depth);
        Window zPass = window with { Width = row, Height = window.Height + (2 * ry) };
        Window yPass = window with { Width = row };
        var volume = new Place(window.X + (size.X * (window.Y + (size.Y * window.Z))), size.X, size.X * size.Y);
        int weight = 0;
        for (int k = 0; k < kernel.Terms.Count; k++)
        {
            Pass(padded, weights, alongZ, new(rz * plane, row, plane), new(0, row, plane), zPass, plane, rz, weight, accumulate: 0);
            weight += rz + 1;
            Pass(alongZ, weights, alongY, new(ry * row, row, plane), new(0, row, row * window.Height), yPass, row, ry, weight, accumulate: 0);
            weight += ry + 1;
            Pass(alongY, weights, target.View, new(rx, row, row * window.Height), volume, window, 1, rx, weight, accumulate: 1);
            weight += rx + 1;
        }
    }

    internal void Fft(
        ArrayView<float> source, Size3 size, SymmetricKernel kernel, MemoryBuffer1D<float, Stride1D.Dense> target)
    {
        target.MemSetToZero();
        if (FindBox(source, size) is not { } box)
        {
            return;
        }

        var layout = new FftLayout(box, size, kernel.Radius);
        float[] spectrum = layout.Spectrum(kernel);
        ArrayView<float> gains = Working(0, spectrum.Length);
        gains.CopyFromCPU(spectrum);
        int count = checked(layout.X.Length * layout.Y.Length * layout.Z.Length);
        var data = new FftData(Working(1, count), Working(2, count), Working(3, count), Working(4, count));
        ArrayView<float> roots = Working(5, 2 * (layout.X.Length + layout.Y.Length + layout.Z.Length));
        roots.CopyFromCPU([
            .. layout.X.Cosines, .. layout.X.Sines, .. layout.Y.Cosines, .. layout.Y.Sines, .. layout.Z.Cosines, .. layout.Z.Sines]);
        int chunk = kernels.LongRuns ? 1 << 12 : 1;
        for (int pair = 0; pair < layout.Pairs; pair++)
        {
            var block = new FftBlock
            {
                Nx = layout.X.Length,
                Ny = layout.Y.Length,
                Nz = layout.Z.Length,
                Box = WindowOf(box),
                OriginX = box.X0,
                OriginY = box.Y0,
                RealSlice = layout.FirstSlice(2 * pair) - kernel.Radius.Z,
                ImaginarySlice = layout.FirstSlice((2 * pair) + 1) - kernel.Radius.Z,
                FirstStored = kernel.Radius.Z,
                Stored = layout.BlockDepth,
                Chunk = chunk,
            };
            kernels.FftLoad(Threads(count, chunk), source, ExtentOf(size), data.Re, data.Im, block);
            data = Transform(layout, data, roots, chunk);
            kernels.FftFilter(Threads(count, chunk), data.Re, data.Im, gains, block);
            data = Transform(layout, data.Exchanged(), roots, chunk).Exchanged();
            block.Box = WindowOf(layout.Output);
            int stored = layout.Output.Width * layout.Output.Height * layout.BlockDepth;
            kernels.FftStore(Threads(stored, chunk), data.Re, data.Im, target.View, ExtentOf(size), block);
        }
    }

    public void Dispose()
    {
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in _working)
        {
            buffer.Dispose();
        }

        _working.Clear();
    }

    private FftData Transform(FftLayout layout, FftData data, ArrayView<float> roots, int chunk)
    {
        (int nx, int ny, int nz) = (layout.X.Length, layout.Y.Length, layout.Z.Length);
        int count = nx * ny * nz;
        int root = 0;
        foreach ((FftPlan plan, int stride, int inner, int outer) in
            ((FftPlan, int, int, int)[])[(layout.X, 1, 1, nx), (layout.Y, nx, nx, nx * ny), (layout.Z, nx * ny, nx * ny, count)])
        {
            int done = 1;
            foreach (int radix in plan.Radices)
            {
                var pass = new FftPass
                {
                    Length = plan.Length,
                    Radix = radix,
                    Done = done,
                    Stride = stride,
                    Inner = inner,
                    OuterStride = outer,
                    Count = count / radix,
                    Chunk = chunk,
                };
                kernels.FftPass(
                    Threads(pass.Count, chunk),
                    data.Re,
                    data.Im,
                    data.SpareRe,
                    data.SpareIm,
                    roots.SubView(root, plan.Length),
                    roots.SubView(root + plan.Length, plan.Length),
                    pass);
                data = new(data.SpareRe, data.SpareIm, data.Re, data.Im);
                done *= radix;
            }

            root += 2 * plan.Length;
        }

        return data;
    }

    /// <summary>The window with the kernel's range around it, as a compact array with zeros beyond the volume.</summary>
    private ArrayView<float> Padded(ArrayView<float> source, Size3 size, Window window, Size3 radius)
    {
        var around = new Window
        {
            X = window.X - radius.X,
            Y = window.Y - radius.Y,
            Z = window.Z - radius.Z,
            Width = window.Width + (2 * radius.X),
            Height = window.Height + (2 * radius.Y),
            Depth = window.Depth + (2 * radius.Z),
        };
        ArrayView<float> padded = Working(1, checked(around.Width * around.Height * around.Depth));
        int chunk = Chunk(around.Width);
        kernels.Pad(Threads(around, chunk), source, ExtentOf(size), padded, around, chunk);
        return padded;
    }

    private void Pass(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, Place from, Place to, Window window, int stride, int radius, int weight, int accumulate)
    {
        kernels.AlongAxis(ExtentOf(window), source, weights, target, new()
        {
            Width = window.Width,
            Height = window.Height,
            Depth = window.Depth,
            AxisStride = stride,
            SourceStart = from.Start,
            SourceRow = from.Row,
            SourceSlice = from.Slice,
            TargetStart = to.Start,
            TargetRow = to.Row,
            TargetSlice = to.Slice,
            Radius = radius,
            WeightStart = weight,
            Accumulate = accumulate,
        });
    }

    private VoxelBox? FindBox(ArrayView<float> source, Size3 size)
    {
        int columns = size.X * size.Z;
        using MemoryBuffer1D<int, Stride1D.Dense> firstY = accelerator.Allocate1D<int>(columns);
        using MemoryBuffer1D<int, Stride1D.Dense> endY = accelerator.Allocate1D<int>(columns);
        int chunk = Chunk(size.X);
        kernels.NonZeroAlongY(Threads(columns, chunk), source, ExtentOf(size), firstY.View, endY.View, chunk);
        int[] first = firstY.GetAsArray1D();
        int[] end = endY.GetAsArray1D();
        VoxelBox? all = null;
        for (int column = 0; column < columns; column++)
        {
            if (end[column] == 0)
            {
                continue;
            }

            (int z, int x) = Math.DivRem(column, size.X);
            VoxelBox a = all ?? new(x, first[column], z, x + 1, end[column], z + 1);
            all = new(
                Math.Min(a.X0, x), Math.Min(a.Y0, first[column]), a.Z0, Math.Max(a.X1, x + 1), Math.Max(a.Y1, end[column]), z + 1);
        }

        return all;
    }

    private static Extent ExtentOf(Window window) => new() { X = window.Width, Y = window.Height, Z = window.Depth };

    /// <summary>On ILGPU's CPU accelerator a thread takes a whole row.</summary>
    private int Chunk(int width) => kernels.LongRuns ? width : 1;

    private static int Threads(Window window, int chunk) => (window.Width + chunk - 1) / chunk * window.Height * window.Depth;

    private static int Threads(int count, int chunk) => (int)(((long)count + chunk - 1) / chunk);

    private static Window WindowOf(VoxelBox box) => new()
    {
        X = box.X0,
        Y = box.Y0,
        Z = box.Z0,
        Width = box.Width,
        Height = box.Height,
        Depth = box.Depth,
    };

    private ArrayView<float> Working(int slot, int length)
    {
        while (_working.Count <= slot)
        {
            _working.Add(accelerator.Allocate1D<float>(1));
        }

        if (_working[slot].Length < length)
        {
            _working[slot].Dispose();
            _working[slot] = accelerator.Allocate1D<float>(1);
            MemoryBuffer1D<float, Stride1D.Dense> larger = accelerator.Allocate1D<float>(length);
            _working[slot].Dispose();
            _working[slot] = larger;
        }

        return _working[slot].View.SubView(0, length);
    }

    private readonly record struct Place(int Start, int Row, int Slice);

    private readonly record struct FftData(
        ArrayView<float> Re, ArrayView<float> Im, ArrayView<float> SpareRe, ArrayView<float> SpareIm)
    {
        internal FftData Exchanged() => new(Im, Re, SpareIm, SpareRe);
    }
}
