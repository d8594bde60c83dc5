namespace VoxelDose.Engine.Planning;

/// <summary>A plan with one input changed.</summary>
/// <param name="Factor">Factor on the input.</param>
/// <param name="ReplannedGBq">Activity that the model would give then; null where it gives none.</param>
/// <param name="DosesAsPlanned">Doses that the unchanged activity would deliver then.</param>
public sealed record SensitivityCase(double Factor, double? ReplannedGBq, CompartmentDoses DosesAsPlanned);
