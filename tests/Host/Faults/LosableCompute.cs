using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Host.Faults;

/// <summary>A device that is lost at one of its calls: that call and every later one fail, as a driver reports it.</summary>
internal sealed class LosableCompute(int lostAt) : IArrayCompute
{
    private readonly HostCompute _inner = new(1);

    internal int Calls { get; private set; }

    public ComputeDevice Device => _inner.Device;

    public IDeviceArray Allocate(int length) => Next().Allocate(length);

    public IDeviceArray Upload(float[] values) => Next().Upload(values);

    public void Download(IDeviceArray source, Span<float> target) => Next().Download(source, target);

    public void Multiply(IDeviceArray source, float factor, IDeviceArray target) => Next().Multiply(source, factor, target);

    public void MultiplyBy(IDeviceArray source, IDeviceArray map, IDeviceArray target) => Next().MultiplyBy(source, map, target);

    public void Divide(IDeviceArray source, float factor, IDeviceArray divisor, IDeviceArray target) => Next().Divide(source, factor, divisor, target);

    public void ConvolveDirect(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target) => Next().ConvolveDirect(source, size, kernel, target);

    public void ConvolveSeparable(IDeviceArray source, Size3 size, SeparableKernel kernel, IDeviceArray target) => Next().ConvolveSeparable(source, size, kernel, target);

    public void ConvolveFft(IDeviceArray source, Size3 size, SymmetricKernel kernel, IDeviceArray target) => Next().ConvolveFft(source, size, kernel, target);

    public void Resample(IDeviceArray source, Size3 sourceSize, AffineTransform targetIndexToSourceIndex, float outside, Size3 targetSize, IDeviceArray target) =>
        Next().Resample(source, sourceSize, targetIndexToSourceIndex, outside, targetSize, target);

    public ArrayMoments Moments(IDeviceArray source) => Next().Moments(source);

    public void Dispose() => _inner.Dispose();

    private HostCompute Next() => ++Calls < lostAt ? _inner : throw new DeviceUnavailableException("the device was lost (made by a test)");
}
