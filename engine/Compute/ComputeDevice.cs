namespace VoxelDose.Engine.Compute;

/// <summary>A device as the result names it.</summary>
/// <param name="Kind">Kind of device.</param>
/// <param name="Index">Number among the devices of its kind.</param>
/// <param name="Name">Name that the driver gives.</param>
/// <param name="Driver">Driver or runtime version; null where unknown.</param>
/// <param name="MemoryBytes">Memory of the device; null where unknown.</param>
public sealed record ComputeDevice(DeviceKind Kind, int Index, string Name, string? Driver, long? MemoryBytes);
