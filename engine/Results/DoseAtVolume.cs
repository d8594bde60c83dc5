namespace VoxelDose.Engine.Results;

/// <summary>D_cc: the largest dose that at least a volume receives.</summary>
/// <param name="VolumeMl">The volume, mL.</param>
/// <param name="DoseGy">The dose, Gy; null where the structure (in the image) is smaller.</param>
public sealed record DoseAtVolume(double VolumeMl, double? DoseGy);
