using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Values in the memory of an ILGPU accelerator.</summary>
internal sealed class GpuArray(MemoryBuffer1D<float, Stride1D.Dense> buffer) : IDeviceArray
{
    internal MemoryBuffer1D<float, Stride1D.Dense> Buffer { get; } = buffer;

    internal ArrayView<float> View => Buffer.View;

    public int Length { get; } = checked((int)buffer.Length);

    public void Dispose() => Buffer.Dispose();
}
