namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>How far a computation is.</summary>
/// <param name="HistoriesDone">Decays simulated.</param>
/// <param name="HistoriesPlanned">Decays that are likely to be needed.</param>
/// <param name="Uncertainty">Relative uncertainty in the target voxels so far; null where none are named or it is too early.</param>
public sealed record MonteCarloProgress(long HistoriesDone, long HistoriesPlanned, double? Uncertainty);
