using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Device memory for intermediate values; what one call made stays for the next.</summary>
internal sealed class WorkingMemory(DeviceMemory memory) : IDisposable
{
    private readonly Dictionary<int, MemoryBuffer1D<float, Stride1D.Dense>> _slots = [];

    internal ArrayView<float> View(int slot, int length)
    {
        if (!_slots.TryGetValue(slot, out MemoryBuffer1D<float, Stride1D.Dense>? buffer) || buffer.Length < length)
        {
            if (_slots.Remove(slot))
            {
                memory.Free(buffer!);
            }

            buffer = memory.Allocate(length);
            _slots.Add(slot, buffer);
        }

        return buffer.View.SubView(0, length);
    }

    internal ArrayView<float> Filled(int slot, float[] values)
    {
        ArrayView<float> view = View(slot, values.Length);
        view.CopyFromCPU(values);
        return view;
    }

    public void Dispose()
    {
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in _slots.Values)
        {
            memory.Free(buffer);
        }

        _slots.Clear();
    }
}
