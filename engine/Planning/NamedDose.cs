namespace VoxelDose.Engine.Planning;

/// <summary>A mean dose with the name of what receives it.</summary>
/// <param name="Name">Name.</param>
/// <param name="MeanGy">Mean dose, Gy (within coefficients: Gy per GBq); null is unknown.</param>
public sealed record NamedDose(string Name, double? MeanGy);
