namespace VoxelDose.Engine.Statistics;

/// <summary>A point of a cumulative dose-volume histogram.</summary>
/// <param name="DoseGy">Dose, Gy.</param>
/// <param name="VolumeFraction">Share of the weight at or above it, 0 to 1.</param>
public readonly record struct DvhPoint(double DoseGy, double VolumeFraction);
