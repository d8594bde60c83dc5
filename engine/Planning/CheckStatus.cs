namespace VoxelDose.Engine.Planning;

/// <summary>Outcome of a check.</summary>
public enum CheckStatus
{
    /// <summary>The values are known and the criterion is met.</summary>
    Passed,

    /// <summary>The values are known and the criterion is not met.</summary>
    Failed,

    /// <summary>A value that decides is missing; never to be read as passed.</summary>
    NotGiven,
}
