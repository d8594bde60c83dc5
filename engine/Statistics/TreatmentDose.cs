using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>Absorbed dose of one treatment, by voxel.</summary>
/// <param name="Label">Name for messages.</param>
/// <param name="DoseGy">Absorbed dose, Gy.</param>
/// <param name="HalfLifeH">Effective half-life of the dose rate, h (permanent implants: the physical one).</param>
public sealed record TreatmentDose(string Label, Volume DoseGy, double HalfLifeH);
