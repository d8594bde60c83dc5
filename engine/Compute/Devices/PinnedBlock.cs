using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Page-locked host memory, from and to which a device copies by itself while the host goes on.</summary>
internal sealed class PinnedBlock(Accelerator accelerator, int length) : IDisposable
{
    private readonly PageLockedArray1D<float> _memory = accelerator.AllocatePageLocked1D<float>(length);

    internal Span<float> Values => _memory.Span;

    internal void StartUpload(AcceleratorStream stream, ArrayView<float> target) =>
        target.CopyFromCPUUnsafeAsync(stream, ref _memory.Span[0], target.Length);

    internal void StartDownload(AcceleratorStream stream, ArrayView<float> source) =>
        source.CopyToCPUUnsafeAsync(stream, ref _memory.Span[0], source.Length);

    public void Dispose() => _memory.Dispose();
}
