namespace VoxelDose.Engine.Results;

/// <summary>V_x: the share of a structure's volume that receives at least a dose.</summary>
/// <param name="DoseGy">The dose, Gy.</param>
/// <param name="Fraction">Share of the weight, 0 to 1.</param>
public sealed record VolumeAtDose(double DoseGy, double Fraction);
