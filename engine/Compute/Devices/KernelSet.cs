using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>The kernels of one accelerator, each compiled at its first use and only launched from then on.</summary>
internal sealed class KernelSet(Accelerator accelerator)
{
    /// <summary>ILGPU's CPU accelerator pays dearly for each thread: there a thread takes a whole run of values.</summary>
    internal bool LongRuns { get; } = accelerator is CPUAccelerator;

    internal Action<Index1D, ArrayView<float>, float, ArrayView<float>, int> Multiply =>
        field ??= Load<ArrayView<float>, float, ArrayView<float>, int>(Elementwise.Multiply);

    internal Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> MultiplyBy =>
        field ??= Load<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(Elementwise.MultiplyBy);

    internal Action<Index1D, ArrayView<float>, float, ArrayView<float>, ArrayView<float>, int> Divide =>
        field ??= Load<ArrayView<float>, float, ArrayView<float>, ArrayView<float>, int>(Elementwise.Divide);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int> NonZeroAlongY =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<int>, ArrayView<int>, int>(NonZeroRange.AlongY);

    internal void AlongAxis(Extent extent, ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, AxisPass pass)
    {
        if (LongRuns)
        {
            RowsAlongAxis(new Index2D(extent.Y, extent.Z), source, weights, target, pass);
        }
        else
        {
            VoxelsAlongAxis(new Index3D(extent.X, extent.Y, extent.Z), source, weights, target, pass);
        }
    }

    internal void Direct(
        Extent extent, ArrayView<float> padded, ArrayView<float> octant, ArrayView<float> target, Extent size, Extent radius, Window window)
    {
        if (LongRuns)
        {
            DirectRows(new Index2D(extent.Y, extent.Z), padded, octant, target, size, radius, window);
        }
        else
        {
            DirectVoxels(new Index3D(extent.X, extent.Y, extent.Z), padded, octant, target, size, radius, window);
        }
    }

    private Action<Index3D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AxisPass> VoxelsAlongAxis =>
        field ??= accelerator.LoadAutoGroupedStreamKernel<Index3D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AxisPass>(Convolution.AlongAxis);

    private Action<Index2D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AxisPass> RowsAlongAxis =>
        field ??= accelerator.LoadImplicitlyGroupedStreamKernel<Index2D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AxisPass>(Convolution.RowsAlongAxis, 1);

    private Action<Index3D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window> DirectVoxels =>
        field ??= accelerator.LoadAutoGroupedStreamKernel<Index3D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window>(Convolution.Direct);

    private Action<Index2D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window> DirectRows =>
        field ??= accelerator.LoadImplicitlyGroupedStreamKernel<Index2D, ArrayView<float>, ArrayView<float>, ArrayView<float>, Extent, Extent, Window>(Convolution.DirectRows, 1);

    internal Action<Index1D, ArrayView<float>, Extent, ArrayView<float>, Window, int> Pad =>
        field ??= Load<ArrayView<float>, Extent, ArrayView<float>, Window, int>(Convolution.Pad);

    internal Action<Index1D, ArrayView<float>, float, ArrayView<float>, Extent, Window, int> Scale =>
        field ??= Load<ArrayView<float>, float, ArrayView<float>, Extent, Window, int>(Convolution.Scale);

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
