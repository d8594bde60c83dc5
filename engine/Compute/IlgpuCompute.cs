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
    private readonly GpuConvolution _convolution;

    /// <param name="context">Owned from here on.</param>
    /// <param name="accelerator">Owned from here on.</param>
    /// <param name="device">Its description.</param>
    /// <param name="isCpu">Whether the device is a CPU, which decides the form of launches; tests may say otherwise.</param>
    internal IlgpuCompute(Context context, Accelerator accelerator, ComputeDevice device, bool isCpu)
    {
        _context = context;
        _accelerator = accelerator;
        _kernels = new(accelerator, isCpu);
        _convolution = new(accelerator, _kernels);
        Device = device;
    }

    /// <inheritdoc/>
    public ComputeDevice Device { get; }

    /// <summary>The accelerator, for work that is no array primitive.</summary>
    internal Accelerator Accelerator => _accelerator;

    /// <summary>Its kernels.</summary>
    internal KernelSet Kernels => _kernels;

    /// <inheritdoc/>
    public IDeviceArray Allocate(int length)
    {
        ComputeChecks.Length(length);
        return Guarded(() =>
        {
            var array = new GpuArray(_accelerator.Allocate1D<float>(length));
            array.Buffer.MemSetToZero();
            return array;
        });
    }

    /// <inheritdoc/>
    public IDeviceArray Upload(float[] values)
    {
        ComputeChecks.Length(values.Length);
        return Guarded(() => new GpuArray(_accelerator.Allocate1D(values)));
    }

    /// <inheritdoc/>
    public void Download(IDeviceArray source, Span<float> target)
    {
        ComputeChecks.SameLength(source.Length, target.Length);
        try
        {
            Array(source).View.CopyToCPU(ref target[0], target.Length);
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
        Guarded(() => _kernels.Multiply(Threads(target.Length), Array(source).View, factor, Array(target).View, Run));
    }

    /// <inheritdoc/>
    public void MultiplyBy(IDeviceArray source, IDeviceArray map, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, map.Length, target.Length);
        Guarded(() => _kernels.MultiplyBy(Threads(target.Length), Array(source).View, Array(map).View, Array(target).View, Run));
    }

    /// <inheritdoc/>
    public void Divide(IDeviceArray source, float factor, IDeviceArray divisor, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, divisor.Length, target.Length);
        Guarded(() => _kernels.Divide(
            Threads(target.Length), Array(source).View, factor, Array(divisor).View, Array(target).View, Run));
    }

    /// <inheritdoc/>
    public void ConvolveDirect(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Guarded(() => _convolution.Direct(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void ConvolveSeparable(IDeviceArray source, Size3 size, SeparableKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Guarded(() => _convolution.Separable(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void ConvolveFft(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target);
        ComputeChecks.Kernel(kernel);
        Guarded(() => _convolution.Fft(Array(source), size, kernel, Array(target)));
    }

    /// <inheritdoc/>
    public void Resample(
        IDeviceArray source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, IDeviceArray target)
    {
        ComputeChecks.Resampling(source, sourceSize, targetSize, target);
        ResampleAxis[] axes = ResampleAxis.Of(targetIndexToSourceIndex, targetSize);
        var rules = new ResampleRules { Outside = outside, Edge = 0.5f + ResampleAxis.EdgeTolerance, Chunk = Run };
        Guarded(() =>
        {
            using MemoryBuffer1D<int, Stride1D.Dense> whole = _accelerator.Allocate1D<int>([.. axes.SelectMany(a => a.Whole)]);
            using MemoryBuffer1D<float, Stride1D.Dense> fraction = _accelerator.Allocate1D<float>([.. axes.SelectMany(a => a.Fraction)]);
            _kernels.Trilinear(
                Threads(target.Length),
                Array(source).View,
                GpuConvolution.ExtentOf(sourceSize),
                whole.View,
                fraction.View,
                Array(target).View,
                GpuConvolution.ExtentOf(targetSize),
                rules);
            _accelerator.Synchronize();
        });
    }

    /// <inheritdoc/>
    public ArrayMoments Moments(IDeviceArray source) => Guarded(() =>
    {
        int threads = Math.Min(Partials, source.Length);
        using MemoryBuffer1D<float, Stride1D.Dense> partial = _accelerator.Allocate1D<float>(threads * Reduction.MomentFloats);
        _kernels.Moments(threads, Array(source).View, partial.View, threads);
        float[] values = partial.GetAsArray1D();
        (double sum, double negative, double min, double max) = (0, 0, double.PositiveInfinity, double.NegativeInfinity);
        for (int n = 0; n < values.Length; n += Reduction.MomentFloats)
        {
            sum += (double)values[n] + values[n + 1];
            negative += (double)values[n + 2] + values[n + 3];
            min = Math.Min(min, values[n + 4]);
            max = Math.Max(max, values[n + 5]);
        }

        return new ArrayMoments(sum, negative, min, max);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _convolution.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private int Run => _kernels.LongRuns ? CpuRun : 1;

    private int Threads(int values) => (int)(((long)values + Run - 1) / Run);

    private static GpuArray Array(IDeviceArray array) =>
        array as GpuArray ?? throw new ArgumentException("the array belongs to another compute");

    private static bool IsDeviceFailure(Exception e) => e is AcceleratorException or OutOfMemoryException;

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
