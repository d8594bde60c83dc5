using ILGPU;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Launches <see cref="Fourier"/>: a slab is a pair of blocks.</summary>
internal sealed class FftDeviceConvolution : DeviceConvolution
{
    private const int CpuRun = 1 << 12;
    private readonly KernelSet _kernels;
    private readonly WorkingMemory _memory;
    private readonly FftLayout _layout;
    private readonly ArrayView<float> _gains;
    private readonly ArrayView<float> _roots;
    private readonly int _chunk;

    internal FftDeviceConvolution(KernelSet kernels, WorkingMemory memory, VoxelBox box, Size3 size, SymmetricKernel kernel)
        : base(box, size, kernel.Radius)
    {
        (_kernels, _memory) = (kernels, memory);
        _chunk = kernels.LongRuns ? CpuRun : 1;
        _layout = new(box, size, kernel.Radius);
        _gains = memory.Filled(0, _layout.Spectrum(kernel));
        _roots = memory.Filled(5, [
            .. _layout.X.Cosines, .. _layout.X.Sines, .. _layout.Y.Cosines, .. _layout.Y.Sines, .. _layout.Z.Cosines, .. _layout.Z.Sines]);
    }

    internal override int Depth => 2 * _layout.BlockDepth;

    internal override bool IsDepthFree => false;

    internal override void Run(Slab slab)
    {
        int count = checked(_layout.X.Length * _layout.Y.Length * _layout.Z.Length);
        var data = new FftData(_memory.View(1, count), _memory.View(2, count), _memory.View(3, count), _memory.View(4, count));
        int halo = _layout.Radius.Z;
        var block = new FftBlock
        {
            Nx = _layout.X.Length,
            Ny = _layout.Y.Length,
            Nz = _layout.Z.Length,
            Box = WindowOf(slab.Box),
            OriginX = slab.Box.X0,
            OriginY = slab.Box.Y0,
            RealSlice = slab.Output.Z0 - halo,
            ImaginarySlice = slab.Output.Z0 + _layout.BlockDepth - halo,
            FirstStored = halo,
            Stored = _layout.BlockDepth,
            Chunk = _chunk,
        };
        _kernels.FftLoad(Threads(count), slab.Source, ExtentOf(slab.Size), data.Re, data.Im, block);
        data = Transform(data);
        _kernels.FftFilter(Threads(count), data.Re, data.Im, _gains, block);
        data = Transform(data.Exchanged()).Exchanged();
        block.Box = WindowOf(slab.Output);
        int stored = slab.Output.Width * slab.Output.Height * _layout.BlockDepth;
        _kernels.FftStore(Threads(stored), data.Re, data.Im, slab.Target, ExtentOf(slab.Size), block);
    }

    private FftData Transform(FftData data)
    {
        (int nx, int ny, int nz) = (_layout.X.Length, _layout.Y.Length, _layout.Z.Length);
        int count = nx * ny * nz;
        int root = 0;
        foreach ((FftPlan plan, int stride, int inner, int outer) in
            ((FftPlan, int, int, int)[])[(_layout.X, 1, 1, nx), (_layout.Y, nx, nx, nx * ny), (_layout.Z, nx * ny, nx * ny, count)])
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
                    Chunk = _chunk,
                };
                _kernels.FftPass(
                    Threads(pass.Count),
                    data.Re,
                    data.Im,
                    data.SpareRe,
                    data.SpareIm,
                    _roots.SubView(root, plan.Length),
                    _roots.SubView(root + plan.Length, plan.Length),
                    pass);
                data = new(data.SpareRe, data.SpareIm, data.Re, data.Im);
                done *= radix;
            }

            root += 2 * plan.Length;
        }

        return data;
    }

    private int Threads(int count) => (int)(((long)count + _chunk - 1) / _chunk);

    private readonly record struct FftData(
        ArrayView<float> Re, ArrayView<float> Im, ArrayView<float> SpareRe, ArrayView<float> SpareIm)
    {
        internal FftData Exchanged() => new(Im, Re, SpareIm, SpareRe);
    }
}
