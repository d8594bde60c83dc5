using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// A treatment before the present one: a dose by voxel, or, where only that is known (177Lu peptide therapy, say), the mean dose of some
/// structures.
/// </summary>
/// <param name="Label">Name for messages and the result.</param>
/// <param name="HalfLifeH">Effective half-life of the dose rate, h (permanent implants: the physical one).</param>
/// <param name="DoseGy">Absorbed dose by voxel, Gy, seen from the dose frame; null where only means are known.</param>
/// <param name="MeansGy">Mean dose by structure name, Gy; used where <paramref name="DoseGy"/> is null.</param>
public sealed record EarlierTreatment(string Label, double HalfLifeH, Volume? DoseGy, IReadOnlyDictionary<string, double> MeansGy);
