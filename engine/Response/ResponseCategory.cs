namespace VoxelDose.Engine.Response;

/// <summary>Response of the target lesions.</summary>
public enum ResponseCategory
{
    /// <summary>Complete response: nothing is left to measure.</summary>
    CompleteResponse,

    /// <summary>Partial response.</summary>
    PartialResponse,

    /// <summary>Stable disease.</summary>
    StableDisease,

    /// <summary>Progressive disease.</summary>
    ProgressiveDisease,
}
