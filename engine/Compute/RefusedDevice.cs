namespace VoxelDose.Engine.Compute;

/// <summary>A device, or a whole kind of devices, that cannot be used here.</summary>
/// <param name="Kind">Kind of device.</param>
/// <param name="Name">Name that the driver gives; null where none was reached.</param>
/// <param name="Reason">Why, and what would help.</param>
public sealed record RefusedDevice(DeviceKind Kind, string? Name, string Reason);
