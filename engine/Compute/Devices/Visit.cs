using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>An array on the device for the length of one primitive: where it lies, or as a passing copy of what lies on the host.</summary>
internal sealed class Visit : IDisposable
{
    private readonly DeviceMemory _memory;
    private readonly Transfers _transfers;
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? _copy;
    private readonly float[]? _result;

    /// <exception cref="DeviceMemoryException">The device has no room for the copy.</exception>
    internal Visit(DeviceMemory memory, Transfers transfers, GpuArray array, bool isResult)
    {
        (_memory, _transfers) = (memory, transfers);
        if (array.Host is not { } host)
        {
            View = array.View;
            return;
        }

        _copy = memory.Allocate(array.Length);
        View = _copy.View;
        if (isResult)
        {
            _result = host;
        }
        else
        {
            transfers.Upload(host, View);
        }
    }

    internal ArrayView<float> View { get; }

    /// <summary>Takes the result home.</summary>
    public void Dispose()
    {
        if (_copy is null)
        {
            return;
        }

        if (_result is not null)
        {
            _transfers.Download(View, _result);
        }

        _memory.Free(_copy);
    }
}
