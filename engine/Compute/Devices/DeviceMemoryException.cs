namespace VoxelDose.Engine.Compute.Devices;

/// <summary>The device has no room for an array.</summary>
internal sealed class DeviceMemoryException(long bytes, Exception? inner = null)
    : Exception($"no room for {bytes} bytes on the device", inner)
{
    public DeviceMemoryException()
        : this(0)
    {
    }
}
