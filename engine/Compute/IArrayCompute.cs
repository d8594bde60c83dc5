using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// The seam between physics and machines: array primitives without physics, implemented by SIMD host code and by ILGPU kernels.
/// Arrays are volumes, x fastest. No method reads outside a volume: beyond it there is zero unless said otherwise. Each method is
/// synchronous in effect: what a later call reads is complete.
/// </summary>
public interface IArrayCompute : IDisposable
{
    /// <summary>The device that runs the primitives.</summary>
    ComputeDevice Device { get; }

    /// <summary>What memory made the device do otherwise than asked, for the result to tell; null where nothing did.</summary>
    string? MemoryNote => null;

    /// <summary>An array of zeros.</summary>
    IDeviceArray Allocate(int length);

    /// <summary>The values as an array on the device. The host may wrap the memory without a copy: leave it unchanged while the array lives.</summary>
    IDeviceArray Upload(float[] values);

    /// <summary>Copies an array to the host.</summary>
    void Download(IDeviceArray source, Span<float> target);

    /// <summary>The values in memory of the host, without a copy where they lie there: write to neither afterwards, nor to the array.</summary>
    float[] Fetch(IDeviceArray source)
    {
        float[] values = new float[source.Length];
        Download(source, values);
        return values;
    }

    /// <summary>target[n] = factor source[n].</summary>
    void Multiply(IDeviceArray source, float factor, IDeviceArray target);

    /// <summary>target[n] = source[n] map[n].</summary>
    void MultiplyBy(IDeviceArray source, IDeviceArray map, IDeviceArray target);

    /// <summary>target[n] = factor source[n] / divisor[n].</summary>
    void Divide(IDeviceArray source, float factor, IDeviceArray divisor, IDeviceArray target);

    /// <summary>Convolution with every entry of an even kernel; source and target are different arrays of the same volume; the host takes one and the same too.</summary>
    void ConvolveDirect(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target);

    /// <summary>Convolution with a delta and outer products; source and target are different arrays of the same volume; the host takes one and the same too.</summary>
    void ConvolveSeparable(IDeviceArray source, Size3 size, SeparableKernel kernel, IDeviceArray target);

    /// <summary>Convolution with an even kernel through zero-padded FFTs (no wrap-around); source and target are different arrays; the host takes one and the same too.</summary>
    void ConvolveFft(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target);

    /// <summary>
    /// Trilinear interpolation of a volume at the voxel centres of another grid: clamped in the outer half voxel of the source,
    /// <paramref name="outside"/> beyond it.
    /// </summary>
    void Resample(
        IDeviceArray source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, IDeviceArray target);

    /// <summary>Sum, sum of negative values, smallest and largest value.</summary>
    ArrayMoments Moments(IDeviceArray source);
}
