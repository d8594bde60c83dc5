using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Values of a volume in the memory of an ILGPU accelerator, or on the host where that had no room.</summary>
internal sealed class GpuArray : IDeviceArray
{
    private readonly DeviceMemory _memory;
    private MemoryBuffer1D<float, Stride1D.Dense>? _buffer;

    internal GpuArray(DeviceMemory memory, MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        (_memory, _buffer) = (memory, buffer);
        Length = checked((int)buffer.Length);
    }

    internal GpuArray(DeviceMemory memory, float[] host)
    {
        (_memory, Host) = (memory, host);
        Length = host.Length;
    }

    public int Length { get; }

    /// <summary>Values on the host; null while they lie on the device.</summary>
    internal float[]? Host { get; private set; }

    /// <summary>Values on the device.</summary>
    internal MemoryBuffer1D<float, Stride1D.Dense> Buffer => _buffer ?? throw new InvalidOperationException("the array does not lie on the device");

    internal ArrayView<float> View => Buffer.View;

    public void Dispose()
    {
        Release();
        Host = null;
    }

    internal void MoveToHost()
    {
        Host = Buffer.GetAsArray1D();
        Release();
    }

    private void Release()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _memory.Forget(this);
            _memory.Free(buffer);
        }
    }
}
