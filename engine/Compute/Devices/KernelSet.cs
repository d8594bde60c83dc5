using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Kernels;
using VoxelDose.Kernels.Comparison;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>The kernels of one accelerator, each compiled at its first use and only launched from then on.</summary>
internal sealed class KernelSet(Accelerator accelerator, bool longRuns)
{
    private readonly Dictionary<(bool Separable, int Radius, bool Large), MarchingLaunch> _marching = [];

    internal delegate void MarchingLaunch(
        AcceleratorStream stream, KernelConfig config, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, MarchPlan plan);

    /// <summary>
    /// A thread takes a whole run of values and loops over it: ILGPU's CPU accelerator pays dearly for each thread, and OpenCL drivers for CPUs vectorise
    /// loops within a thread, not across threads.
    /// </summary>
    internal bool LongRuns { get; } = longRuns;

    /// <summary>A marching convolution with a radius along z, in 32 KB or 16 KB of shared memory. Explicitly grouped.</summary>
    internal MarchingLaunch Marching(bool separable, int radius, bool large)
    {
        if (!_marching.TryGetValue((separable, radius, large), out MarchingLaunch? launch))
        {
            var groups = new KernelSpecialization(MarchingTiles.Side * MarchingTiles.GroupRows, null);
            MethodInfo method = RingTypes.Marching(separable, radius, large ? typeof(LargeRoom) : typeof(SmallRoom));
            launch = accelerator.LoadKernel(method, groups).CreateLauncherDelegate<MarchingLaunch>();
            _marching.Add((separable, radius, large), launch);
        }

        return launch;
    }

    internal Action<Index1D, ArrayView<float>, float, ArrayView<float>, int> Multiply =>
        field ??= Load<ArrayView<float>, float, ArrayView<float>, int>(Elementwise.Multiply);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> MultiplyBy =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(Elementwise.MultiplyBy);

    internal Action<Index1D, ArrayView<float>, float, ArrayView<float>, ArrayView<float>, int> Divide =>
        field ??= Load<ArrayView<float>, float, ArrayView<float>, ArrayView<float>, int>(Elementwise.Divide);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int> NonZeroAlongY =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int>(NonZeroRange.AlongY);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int> NonZeroAlongX =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int>(NonZeroRange.AlongX);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window> DirectTiles =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window>(RowTiles.Direct);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window, TileTerms> SeparableTiles =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window, TileTerms>(RowTiles.Separable);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<float>, Window, int> Pad =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<float>, Window, int>(Padding.Copy);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<float>, ArrayView<float>, FftBlock> FftLoad =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<float>, ArrayView<float>, FftBlock>(Fourier.Load);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, FftBlock> FftStore =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, FftBlock>(Fourier.Store);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, FftBlock> FftFilter =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, FftBlock>(Fourier.Filter);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, FftPass> FftPass =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, FftPass>(Fourier.Pass);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<int>, ArrayView<float>, ArrayView<float>, Extent, ResampleRules> Trilinear =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<int>, ArrayView<float>, ArrayView<float>, Extent, ResampleRules>(Resampling.Trilinear);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GammaRules> Gamma =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GammaRules>(GammaKernels.Minimum);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, int> Moments =>
        field ??= Load<ArrayView<float>, ArrayView<float>, int>(Reduction.Moments);

    private Action<Index1D, T1, T2, T3> Load<T1, T2, T3>(Action<Index1D, T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        => LongRuns ? accelerator.LoadImplicitlyGroupedStreamKernel(kernel, 1) : accelerator.LoadAutoGroupedStreamKernel(kernel);

    private Action<Index1D, T1, T2, T3, T4> Load<T1, T2, T3, T4>(Action<Index1D, T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        => LongRuns ? accelerator.LoadImplicitlyGroupedStreamKernel(kernel, 1) : accelerator.LoadAutoGroupedStreamKernel(kernel);

    private Action<Index1D, T1, T2, T3, T4, T5> Load<T1, T2, T3, T4, T5>(Action<Index1D, T1, T2, T3, T4, T5> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        => LongRuns ? accelerator.LoadImplicitlyGroupedStreamKernel(kernel, 1) : accelerator.LoadAutoGroupedStreamKernel(kernel);

    private Action<Index1D, T1, T2, T3, T4, T5, T6> Load<T1, T2, T3, T4, T5, T6>(Action<Index1D, T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        => LongRuns ? accelerator.LoadImplicitlyGroupedStreamKernel(kernel, 1) : accelerator.LoadAutoGroupedStreamKernel(kernel);

    private Action<Index1D, T1, T2, T3, T4, T5, T6, T7> Load<T1, T2, T3, T4, T5, T6, T7>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        => LongRuns ? accelerator.LoadImplicitlyGroupedStreamKernel(kernel, 1) : accelerator.LoadAutoGroupedStreamKernel(kernel);
}
