namespace VoxelDose.Engine.Statistics;

/// <summary>An earlier therapy of which only the mean dose of an organ is known, for example 177Lu peptide therapy.</summary>
/// <param name="Label">Name for messages.</param>
/// <param name="MeanGy">Mean absorbed dose of the organ, Gy.</param>
/// <param name="HalfLifeH">Effective half-life of the dose rate in the organ, h.</param>
public sealed record OrganDose(string Label, double MeanGy, double HalfLifeH);
