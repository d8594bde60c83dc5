using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Compute.Devices;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// The primitives as ILGPU kernels on a CUDA or OpenCL device or on ILGPU's CPU accelerator. Not safe for use by several threads at once.
/// </summary>
public sealed class IlgpuCompute : IArrayCompute
{
    /// <summary>Values that one thread of ILGPU's CPU accelerator takes.</summary>
    private const int CpuRun = 1 << 14;

    /// <summary>Partial sums of a reduction: the same on every device, so that the order of adding is.</summary>
    private const int Partials = 1 << 12;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly KernelSet _kernels;
    private readonly DeviceMemory _memory;
    private readonly GpuConvolution _convolution;
    private readonly Transfers _transfers;

    /// <param name="context">Owned from here on.</param>
    /// <param name="accelerator">Owned from here on.</param>
    /// <param name="device">Its description.</param>
    /// <param name="isCpu">Whether the device is a CPU, which decides the form of launches; tests may say otherwise.</param>
    /// <param name="memoryLimitBytes">Memory that the arrays may take; null leaves it to the device.</param>
    internal IlgpuCompute(Context context, Accelerator accelerator, ComputeDevice device, bool isCpu, long? memoryLimitBytes = null)
    {
        _context = context;
        _accelerator = accelerator;
        _kernels = new(accelerator, isCpu);
        _memory = new(accelerator, memoryLimitBytes);
        _convolution = new(accelerator, _kernels, _memory);
        _transfers = new(accelerator, throughPinned: !isCpu);
        Device = device;
    }

    /// <inheritdoc/>
    public ComputeDevice Device { get; }

    /// <summary>Whether launches have the form for GPUs.</summary>
    internal bool IsGpu => !_kernels.LongRuns;

    /// <summary>The accelerator, for work that is no array primitive.</summary>
    internal Accelerator Accelerator => _accelerator;

    /// <summary>Its kernels.</summary>
    internal KernelSet Kernels => _kernels;

    /// <inheritdoc/>
    public string? MemoryNote => _memory.IsSpilled
        ? $"{Device.Kind} device {Device.Index} ({Device.Name}) had no room for all volumes: they stayed on the host and were computed slab by slab, which is " +
          "slower and changes no dose; 'voxeldose devices' lists other devices"
        : null;

    /// <inheritdoc/>
    public IDeviceArray Allocate(int length)
    {
        ComputeChecks.Length(length);
        return Guarded(() =>
        {
            GpuArray array = _memory.Array(length);
            if (array.Host is null)
            {
                array.Buffer.MemSetToZero();
            }

            return array;
        });
    }

    /// <inheritdoc/>
    public IDeviceArray Upload(float[] values)
    {
        ComputeChecks.Length(values.Length);
        return Guarded(() =>
        {
            GpuArray array = _memory.Array(values.Length);
            if (array.Host is { } host)
            {
                values.CopyTo(host, 0);
            }
            else
            {
                _transfers.Upload(values, array.View);
            }

            return array;
        });
    }

    /// <inheritdoc/>
    public void Download(IDeviceArray source, Span<float> target)
    {
        ComputeChecks.SameLength(source.Length, target.Length);
        GpuArray array = Array(source);
        if (array.Host is { } host)
        {
            host.CopyTo(target);
            return;
        }

        try
        {
            _transfers.Download(array.View, target);
        }
        catch (Exception e) when (IsDeviceFailure(e))
        {
            throw Failure(e);
        }
    }

    /// <inheritdoc/>
    public void Multiply(IDeviceArray source, float factor, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, target.Length);
        Elementwise([source], target, (from, to, threads) => _kernels.Multiply(threads, from[0], factor, to, Run));
    }

    /// <inheritdoc/>
    public void MultiplyBy(IDeviceArray source, IDeviceArray map, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, map.Length, target.Length);
        Elementwise([source, map], target, (from, to, threads) => _kernels.MultiplyBy(threads, from[0], from[1], to, Run));
    }

    /// <inheritdoc/>
    public void Divide(IDeviceArray source, float factor, IDeviceArray divisor, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, divisor.Length, target.Length);
        Elementwise([source, divisor], target, (from, to, threads) => _kernels.Divide(threads, from[0], factor, from[1], to, Run));
    }

    /// <inheritdoc/>
    public void ConvolveDirect(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Fitted(() => _convolution.Direct(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void ConvolveSeparable(IDeviceArray source, Size3 size, SeparableKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Fitted(() => _convolution.Separable(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void ConvolveFft(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Fitted(() => _convolution.Fft(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void Resample(
        IDeviceArray source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, IDeviceArray target)
    {
        ComputeChecks.Resampling(source, sourceSize, targetSize, target);
        ResampleAxis[] axes = ResampleAxis.Of(targetIndexToSourceIndex, targetSize);
        var rules = new ResampleRules { Outside = outside, Edge = 0.5f + ResampleAxis.EdgeTolerance, Chunk = Run };
        Fitted(() =>
        {
            // Once arrays lie on the host, both visit the device whole: a slanted map has no slabs.
            using var from = new Visit(_memory, _transfers, Array(source), isResult: false);
            using var to = new Visit(_memory, _transfers, Array(target), isResult: true);
            using MemoryBuffer1D<int, Stride1D.Dense> whole = _accelerator.Allocate1D<int>([.. axes.SelectMany(a => a.Whole)]);
            using MemoryBuffer1D<float, Stride1D.Dense> fraction = _accelerator.Allocate1D<float>([.. axes.SelectMany(a => a.Fraction)]);
            _kernels.Trilinear(
                Threads(target.Length),
                from.View,
                GpuConvolution.ExtentOf(sourceSize),
                whole.View,
                fraction.View,
                to.View,
                GpuConvolution.ExtentOf(targetSize),
                rules);
            _accelerator.Synchronize();
        });
    }

    /// <inheritdoc/>
    public ArrayMoments Moments(IDeviceArray source)
    {
        var moments = new ArrayMoments(0, 0, double.PositiveInfinity, double.NegativeInfinity);
        Fitted(() =>
        {
            using var from = new Visit(_memory, _transfers, Array(source), isResult: false);
            moments = MomentsOf(from.View);
        });
        return moments;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _convolution.Dispose();
        _transfers.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private int Run => _kernels.LongRuns ? CpuRun : 1;

    private int Threads(int values) => (int)(((long)values + Run - 1) / Run);

    private static GpuArray Array(IDeviceArray array) =>
        array as GpuArray ?? throw new ArgumentException("the array belongs to another compute");

    private ArrayMoments MomentsOf(ArrayView<float> source)
    {
        int threads = (int)Math.Min(Partials, source.Length);
        using MemoryBuffer1D<float, Stride1D.Dense> partial = _accelerator.Allocate1D<float>(threads * Reduction.MomentFloats);
        _kernels.Moments(threads, source, partial.View, threads);
        float[] values = partial.GetAsArray1D();
        (double sum, double negative, double min, double max) = (0, 0, double.PositiveInfinity, double.NegativeInfinity);
        for (int n = 0; n < values.Length; n += Reduction.MomentFloats)
        {
            sum += (double)values[n] + values[n + 1];
            negative += (double)values[n + 2] + values[n + 3];
            min = Math.Min(min, values[n + 4]);
            max = Math.Max(max, values[n + 5]);
        }

        return new(sum, negative, min, max);
    }

    private void Elementwise(IDeviceArray[] sources, IDeviceArray target, Action<ArrayView<float>[], ArrayView<float>, int> launch) => Fitted(() =>
    {
        if (!_memory.IsSpilled)
        {
            launch([.. sources.Select(s => Array(s).View)], Array(target).View, Threads(target.Length));
            return;
        }

        SlabPipeline.Elementwise(
            _accelerator,
            _memory,
            [.. sources.Select(s => Array(s).Host!)],
            Array(target).Host!,
            (from, to) => launch(from, to, Threads((int)to.Length)));
    });

    /// <summary>Does the work; where the device has no room for it, moves all arrays to the host and does it again from there.</summary>
    private void Fitted(Action work) => Guarded(() =>
    {
        if (!_memory.IsSpilled)
        {
            try
            {
                work();
                _accelerator.Synchronize();
                return;
            }
            catch (Exception e) when (DeviceMemory.IsOutOfMemory(e))
            {
                _accelerator.Synchronize();
                _convolution.Release();
                _memory.Spill();
            }
        }

        // What earlier work left on the device must not stand in the way.
        _convolution.Release();
        work();
    });

    private static bool IsDeviceFailure(Exception e) => e is AcceleratorException or OutOfMemoryException or DeviceMemoryException;

    private DeviceUnavailableException Failure(Exception e) => new(
        $"{Device.Kind} device {Device.Index} ({Device.Name}) failed, out of memory or lost: {e.Message} " +
        "Free its memory, choose a smaller grid, or take another device ('voxeldose devices' lists them).",
        e);

    private void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs work on the device to its end; a device that fails is told as such.</summary>
    internal T Guarded<T>(Func<T> work)
    {
        try
        {
            T result = work();
            _accelerator.Synchronize();
            return result;
        }
        catch (Exception e) when (IsDeviceFailure(e))
        {
            throw Failure(e);
        }
    }
}
