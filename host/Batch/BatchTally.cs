namespace VoxelDose.Host.Batch;

/// <summary>What a run of a batch did.</summary>
/// <param name="Cases">Cases of the manifest or the shard.</param>
/// <param name="Kept">Results that were there and still right.</param>
/// <param name="Done">Computed.</param>
/// <param name="Failed">Failed.</param>
/// <param name="NotRun">Not run or not ended, since the batch was stopped.</param>
/// <param name="Reasons">Why cases were computed, and how many: "missing", "program", "options", "input activity", ...</param>
internal sealed record BatchTally(int Cases, int Kept, int Done, int Failed, int NotRun, IReadOnlyDictionary<string, int> Reasons);
