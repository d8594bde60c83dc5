namespace VoxelDose.Engine.Results;

/// <summary>What one earlier treatment adds to a structure.</summary>
/// <param name="Label">Its name.</param>
/// <param name="HalfLifeH">Its effective half-life, h.</param>
/// <param name="MeanGy">Its mean absorbed dose where it is known, Gy; null where nothing is.</param>
/// <param name="BedMeanGy">Mean of its BED, Gy (of the mean, where only that is known); null where nothing is.</param>
/// <param name="CoveredFraction">Share of the structure where its dose is known.</param>
public sealed record TreatmentPart(string Label, double HalfLifeH, double? MeanGy, double? BedMeanGy, double CoveredFraction);
