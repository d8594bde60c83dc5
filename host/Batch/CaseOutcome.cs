namespace VoxelDose.Host.Batch;

/// <summary>What became of a case in a run.</summary>
internal enum CaseOutcome
{
    /// <summary>Its results were there and still right.</summary>
    Kept,

    /// <summary>It was computed.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The batch was stopped before it ended; nothing of it is left.</summary>
    NotRun,
}
