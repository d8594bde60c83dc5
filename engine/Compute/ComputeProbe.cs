namespace VoxelDose.Engine.Compute;

/// <summary>What a search for devices came to.</summary>
/// <param name="Found">Devices that can compute, the host's cores first.</param>
/// <param name="Refused">What was seen or missed, and why it cannot be used.</param>
/// <param name="Automatic">The device that an unspecified selection takes.</param>
public sealed record ComputeProbe(
    IReadOnlyList<ComputeDevice> Found, IReadOnlyList<RefusedDevice> Refused, ComputeDevice Automatic);
