namespace VoxelDose.Host.Batch;

/// <summary>How a batch runs.</summary>
/// <param name="Jobs">Cases side by side; null follows from cores, devices and memory.</param>
/// <param name="Budget">What it may take of the machine.</param>
/// <param name="Overwrite">Whether every case is done again.</param>
internal sealed record BatchSettings(int? Jobs, BatchBudget Budget, bool Overwrite);
