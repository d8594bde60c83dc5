namespace VoxelDose.Engine.Compute;

/// <summary>Which device shall compute.</summary>
/// <param name="Kind">Kind of device; null picks CUDA, then an OpenCL GPU, then the host's cores.</param>
/// <param name="Index">Number among the devices of that kind; null is 0.</param>
/// <param name="Threads">Host threads for <see cref="DeviceKind.Cpu"/> and <see cref="DeviceKind.IlgpuCpu"/>; null is every core.</param>
public sealed record DeviceSelection(DeviceKind? Kind = null, int? Index = null, int? Threads = null);
