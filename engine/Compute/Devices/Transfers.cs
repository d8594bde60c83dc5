using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>
/// Copies whole volumes to and from the device. A GPU copies from page-locked memory at the speed of its bus, and from ordinary memory much slower: two
/// page-locked blocks take turns, one being filled or emptied by the host while the other travels. Devices that share the host's memory copy at once.
/// </summary>
internal sealed class Transfers(Accelerator accelerator, bool throughPinned) : IDisposable
{
    /// <summary>Values of a block: 16 MB, some hundred times what starting a copy costs.</summary>
    private const int BlockLength = 1 << 22;

    private PinnedBlock[]? _blocks;

    internal void Upload(ReadOnlySpan<float> values, ArrayView<float> target)
    {
        if (!throughPinned)
        {
            target.CopyFromCPU(accelerator.DefaultStream, values);
            return;
        }

        PinnedBlock[] blocks = Blocks();
        for (int start = 0, n = 0; start < values.Length; start += BlockLength, n++)
        {
            int length = Math.Min(BlockLength, values.Length - start);
            // The copy of the block before this one may travel meanwhile; the one before that must have arrived.
            values.Slice(start, length).CopyTo(blocks[n % 2].Values);
            accelerator.DefaultStream.Synchronize();
            blocks[n % 2].StartUpload(accelerator.DefaultStream, target.SubView(start, length));
        }

        accelerator.DefaultStream.Synchronize();
    }

    internal void Download(ArrayView<float> source, Span<float> values)
    {
        if (!throughPinned)
        {
            source.CopyToCPU(accelerator.DefaultStream, values);
            return;
        }

        PinnedBlock[] blocks = Blocks();
        int previous = 0;
        for (int start = 0, n = 0; start < values.Length + BlockLength; start += BlockLength, n++)
        {
            accelerator.DefaultStream.Synchronize();
            int length = Math.Min(BlockLength, values.Length - start);
            if (length > 0)
            {
                blocks[n % 2].StartDownload(accelerator.DefaultStream, source.SubView(start, length));
            }

            if (n > 0)
            {
                blocks[(n - 1) % 2].Values[..previous].CopyTo(values[(start - BlockLength)..]);
            }

            if (length <= 0)
            {
                break;
            }

            previous = length;
        }
    }

    public void Dispose()
    {
        foreach (PinnedBlock block in _blocks ?? [])
        {
            block.Dispose();
        }
    }

    private PinnedBlock[] Blocks() => _blocks ??= [new(accelerator, BlockLength), new(accelerator, BlockLength)];
}
