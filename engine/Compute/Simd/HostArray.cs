namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Values in the memory of the host.</summary>
internal sealed class HostArray(float[] values) : IDeviceArray
{
    private float[]? _values = values;

    internal float[] Values => _values ?? throw new ObjectDisposedException(nameof(HostArray));

    public int Length => Values.Length;

    public void Dispose() => _values = null;
}
