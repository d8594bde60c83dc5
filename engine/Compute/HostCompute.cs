using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VoxelDose.Engine.Compute.Simd;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// The primitives as SIMD code on the cores of the host. Results do not depend on the number of threads. The result of a convolution may take the place of its source, slab by
/// slab, with the same bits in less memory: give one array as both. Not safe for use by several threads at once.
/// </summary>
public sealed class HostCompute : IArrayCompute
{
    /// <summary>In place of rows in a ring: the convolution goes through the volume by itself, and keeps the halo where its result replaces the source.</summary>
    private const int WholeInOnePass = 1;

    private readonly WorkCrew _crew;
    private readonly Scratch[] _scratch;
    private readonly Scratch _volume = new();
    private readonly VectorPath _widest;

    /// <summary>Arrays of which is known where they hold zeros, which need not be written again: new ones, for which the system would only have to find memory, and results of convolutions.</summary>
    private readonly ConditionalWeakTable<float[], Filled> _filled = [];

    /// <summary>Makes the host's compute.</summary>
    /// <param name="threads">Threads to use; null is one for each core.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public HostCompute(int? threads = null)
        : this(threads, WidestPath)
    {
    }

    internal HostCompute(int? threads, VectorPath widest)
    {
        int count = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
        _crew = new(count);
        _scratch = [.. Enumerable.Range(0, count).Select(_ => new Scratch())];
        _widest = widest;
        Device = Describe(count, widest);
    }

    /// <inheritdoc/>
    public ComputeDevice Device { get; }

    /// <summary>Slices, at most, whose result waits beside a volume that a convolution replaces; the kernel's range comes on top.</summary>
    /// <param name="threads">Threads that compute.</param>
    public static int SlabDepth(int threads) => InPlaceConvolution.SlabDepth(threads);

    /// <summary>The widest vectors that the processor computes with.</summary>
    internal static VectorPath WidestPath =>
        Vector512.IsHardwareAccelerated ? VectorPath.Vector512
        : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
        : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
        : VectorPath.Scalar;

    internal static ComputeDevice Describe(int? threads = null, VectorPath? path = null) => new(
        DeviceKind.Cpu,
        0,
        $"{HostProcessor.Name}, {threads ?? Environment.ProcessorCount} threads, {(int)(path ?? WidestPath) * 32}-bit vectors",
        RuntimeInformation.FrameworkDescription,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <inheritdoc/>
    public IDeviceArray Allocate(int length)
    {
        float[] values = new float[ComputeChecks.Length(length)];
        _filled.Add(values, Filled.Nowhere);
        return new HostArray(values);
    }

    /// <inheritdoc/>
    public IDeviceArray Upload(float[] values)
    {
        ComputeChecks.Length(values.Length);
        _filled.Remove(values);
        return new HostArray(values);
    }

    /// <inheritdoc/>
    public void Download(IDeviceArray source, Span<float> target)
    {
        ComputeChecks.SameLength(source.Length, target.Length);
        Values(source).CopyTo(target);
    }

    /// <inheritdoc/>
    public float[] Fetch(IDeviceArray source) => Target(source, out _);

    /// <inheritdoc/>
    public void Multiply(IDeviceArray source, float factor, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, target.Length);
        float[] from = Values(source);
        float[] to = Target(target, out Filled? filled);
        bool zerosStay = filled == Filled.Nowhere && float.IsPositive(factor) && float.IsFinite(factor);
        _crew.RunPieces(from.Length, (start, n) =>
        {
            if (zerosStay)
            {
                MultiplyOthers(from.AsSpan(start, n), factor, to.AsSpan(start, n));
            }
            else
            {
                Elementwise.Multiply(from.AsSpan(start, n), factor, to.AsSpan(start, n));
            }
        });
    }

    /// <inheritdoc/>
    public void MultiplyBy(IDeviceArray source, IDeviceArray map, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, map.Length, target.Length);
        (float[] from, float[] by, float[] to) = (Values(source), Values(map), Target(target, out _));
        _crew.RunPieces(
            from.Length, (start, n) => Elementwise.MultiplyBy(from.AsSpan(start, n), by.AsSpan(start, n), to.AsSpan(start, n)));
    }

    /// <inheritdoc/>
    public void Divide(IDeviceArray source, float factor, IDeviceArray divisor, IDeviceArray target)
    {
        ComputeChecks.SameLength(source.Length, divisor.Length, target.Length);
        (float[] from, float[] by, float[] to) = (Values(source), Values(divisor), Target(target, out _));
        _crew.RunPieces(
            from.Length, (start, n) => Elementwise.Divide(from.AsSpan(start, n), factor, by.AsSpan(start, n), to.AsSpan(start, n)));
    }

    /// <inheritdoc/>
    public unsafe void ConvolveDirect(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target, mayReplaceSource: true);
        ComputeChecks.Kernel(kernel);
        int ringRows = (2 * kernel.Radius.Y) + 1;
        Convolve(source, size, kernel.Radius, target, (kernel.Radius.Z + 1) * ringRows, (task, path) =>
        {
            switch (path)
            {
                case VectorPath.Vector512:
                    DirectConvolution<Vectors512, Vector512<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                case VectorPath.Vector256:
                    DirectConvolution<Vectors256, Vector256<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                case VectorPath.Vector128:
                    DirectConvolution<Vectors128, Vector128<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                default:
                    DirectConvolution<Scalars, float>.Run(task, kernel, _crew, _scratch);
                    break;
            }
        });
    }

    /// <inheritdoc/>
    public unsafe void ConvolveSeparable(IDeviceArray source, Size3 size, SeparableKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target, mayReplaceSource: true);
        ComputeChecks.Kernel(kernel);
        if (kernel.Terms.Count == 0)
        {
            Multiply(source, kernel.Delta, target);
            return;
        }

        int ringRows = (2 * kernel.Radius.Y) + 4;
        Convolve(source, size, kernel.Radius, target, Math.Min(4, kernel.Terms.Count) * ringRows, (task, path) =>
        {
            switch (path)
            {
                case VectorPath.Vector512:
                    SeparableConvolution<Vectors512, Vector512<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                case VectorPath.Vector256:
                    SeparableConvolution<Vectors256, Vector256<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                case VectorPath.Vector128:
                    SeparableConvolution<Vectors128, Vector128<float>>.Run(task, kernel, _crew, _scratch);
                    break;
                default:
                    SeparableConvolution<Scalars, float>.Run(task, kernel, _crew, _scratch);
                    break;
            }
        });
    }

    /// <inheritdoc/>
    public unsafe void ConvolveFft(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target)
    {
        ComputeChecks.Convolution(source, size, target, mayReplaceSource: true);
        ComputeChecks.Kernel(kernel);
        Convolve(source, size, kernel.Radius, target, WholeInOnePass, (task, _) =>
        {
            switch (_widest)
            {
                case VectorPath.Vector512:
                    FftConvolution<Vectors512, Vector512<float>>.Run(task, kernel, _crew, _scratch, _volume);
                    break;
                case VectorPath.Vector256:
                    FftConvolution<Vectors256, Vector256<float>>.Run(task, kernel, _crew, _scratch, _volume);
                    break;
                case VectorPath.Vector128:
                    FftConvolution<Vectors128, Vector128<float>>.Run(task, kernel, _crew, _scratch, _volume);
                    break;
                default:
                    FftConvolution<Scalars, float>.Run(task, kernel, _crew, _scratch, _volume);
                    break;
            }
        });
    }

    /// <inheritdoc/>
    public void Resample(
        IDeviceArray source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, IDeviceArray target)
    {
        ComputeChecks.Resampling(source, sourceSize, targetSize, target);
        Resampling.Run(_crew, Values(source), sourceSize, targetIndexToSourceIndex, outside, targetSize, Target(target, out _));
    }

    /// <inheritdoc/>
    public ArrayMoments Moments(IDeviceArray source)
    {
        float[] values = Values(source);
        var pieces = new ArrayMoments[(values.Length + WorkCrew.Piece - 1) / WorkCrew.Piece];
        _crew.RunPieces(values.Length, (start, n) => pieces[start / WorkCrew.Piece] = Elementwise.Moments(values.AsSpan(start, n)));
        return pieces.Aggregate((a, b) => new(
            a.Sum + b.Sum, a.NegativeSum + b.NegativeSum, Math.Min(a.Min, b.Min), Math.Max(a.Max, b.Max)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _volume.Dispose();
        foreach (Scratch scratch in _scratch)
        {
            scratch.Dispose();
        }
    }

    private static float[] Values(IDeviceArray array) =>
        array is HostArray host ? host.Values : throw new ArgumentException("the array belongs to another compute");

    /// <summary>Values that are written to, or leave this class; and where they were filled before, null where that is not known.</summary>
    private float[] Target(IDeviceArray array, out Filled? filled)
    {
        float[] values = Values(array);
        _filled.Remove(values, out filled);
        return values;
    }

    /// <summary>Products of what is not zero, into zeros.</summary>
    private static void MultiplyOthers(ReadOnlySpan<float> source, float factor, Span<float> zeros)
    {
        (int start, int length) = ZeroStretches.NextOther(source, 0);
        while (length > 0)
        {
            Elementwise.Multiply(source.Slice(start, length), factor, zeros.Slice(start, length));
            (start, length) = ZeroStretches.NextOther(source, start + length);
        }
    }

    private unsafe void Convolve(
        IDeviceArray source, Size3 size, Size3 radius, IDeviceArray target, int ringRowsPerSlice, Action<ConvolutionTask, VectorPath> run)
    {
        float[] from = Values(source);
        float[] to = Target(target, out Filled? filled);
        if (VoxelBox.OfNonZero(_crew, from, size) is not { } box)
        {
            _crew.RunPieces(to.Length, (start, n) => to.AsSpan(start, n).Clear());
            return;
        }

        fixed (float* a = from, b = to)
        {
            var task = ConvolutionTask.Create(a, b, size, box, radius, ringRowsPerSlice, _crew.Threads);
            VectorPath path = _widest;
            while ((int)path > task.NarrowestRow)
            {
                path = path == VectorPath.Vector128 ? VectorPath.Scalar : (VectorPath)((int)path / 2);
            }

            if (a != b)
            {
                if (filled?.IsWithin(task.Output, size) != true)
                {
                    task.ClearAround(_crew);
                }

                run(task, path);
                _filled.Add(to, new(size, task.Output));
            }
            else if (ringRowsPerSlice == WholeInOnePass)
            {
                run(task, path);
            }
            else
            {
                InPlaceConvolution.Run(task, radius.Z, _crew, _volume, part => run(part, path));
            }
        }
    }

    /// <summary>The box of a volume outside of which an array holds zeros.</summary>
    private sealed record Filled(Size3 Size, VoxelBox Box)
    {
        internal static Filled Nowhere { get; } = new(default, default);

        internal bool IsWithin(VoxelBox box, Size3 size) => this == Nowhere || (Size == size && box.Contains(Box));
    }
}
