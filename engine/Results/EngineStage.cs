namespace VoxelDose.Engine.Results;

/// <summary>Where a run stands.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Done">Share of this stage that is done, 0 to 1; null where the stage does not tell.</param>
public sealed record EngineStage(string Name, double? Done = null);
