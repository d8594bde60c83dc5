using VoxelDose.Engine.Compute;

namespace VoxelDose.Host.Batch;

/// <summary>
/// The devices of one worker: made at the first case that asks for one and kept for the next, so that kernels are compiled and drivers started once.
/// </summary>
/// <param name="slot">Number of the worker, from 0; with several devices of a kind each worker has its own.</param>
/// <param name="threads">Threads of the host where a case does not say.</param>
/// <param name="probe">What the machine has; asked once, and only where a case leaves the choice open.</param>
internal sealed class WorkerDevices(int slot, int threads, Lazy<ComputeProbe> probe) : IDisposable
{
    private readonly Dictionary<DeviceSelection, IArrayCompute> _computes = [];

    internal IArrayCompute For(DeviceSelection asked)
    {
        DeviceSelection selection = Resolve(asked);
        if (!_computes.TryGetValue(selection, out IArrayCompute? compute))
        {
            compute = ComputeFactory.Create(selection);
            _computes.Add(selection, compute);
        }

        return compute;
    }

    /// <summary>Gives all devices back: after an error nobody knows what state they are in.</summary>
    internal void Reset()
    {
        foreach (IArrayCompute compute in _computes.Values)
        {
            compute.Dispose();
        }

        _computes.Clear();
    }

    public void Dispose() => Reset();

    private DeviceSelection Resolve(DeviceSelection asked)
    {
        DeviceKind kind = asked.Kind ?? probe.Value.Automatic.Kind;
        if (kind is DeviceKind.Cpu or DeviceKind.IlgpuCpu)
        {
            return new(kind, asked.Index, asked.Threads ?? threads);
        }

        int count = probe.Value.Found.Count(device => device.Kind == kind);
        return new(kind, asked.Index ?? (count > 0 ? slot % count : 0));
    }
}
