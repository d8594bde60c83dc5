namespace VoxelDose.Engine.Physics;

/// <summary>Dose by bremsstrahlung that is absorbed further out than a voxel S table reaches.</summary>
/// <param name="DoseGy">Dose to add, Gy, on the grid of the local-deposition dose.</param>
/// <param name="EnergyFraction">Share of the emitted energy that the tail holds; what its kernel does not reach is still missing.</param>
/// <param name="FromRadiusMm">Where the tail begins, mm of water: where the table ends.</param>
/// <param name="ToRadiusMm">Where the tail ends, mm of water.</param>
/// <param name="MaxError">Largest error of the coarse grid, as a share of the largest total dose.</param>
public sealed record TailDose(float[] DoseGy, double EnergyFraction, double FromRadiusMm, double ToRadiusMm, double MaxError);
