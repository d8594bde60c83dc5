namespace VoxelDose.Engine.Planning;

/// <summary>A session's plan with what earlier sessions leave.</summary>
public sealed record SessionPlan
{
    /// <summary>Name of the session.</summary>
    public required string Name { get; init; }

    /// <summary>Time of injection; null where not given.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>The plan.</summary>
    public required ModelPlan Plan { get; init; }

    /// <summary>Lung dose of this and all earlier sessions of the treatment, and of what came before where that is given, Gy; null where one is unknown.</summary>
    public double? CumulativeLungGy { get; init; }

    /// <summary>Lung dose that the total limit leaves for later sessions, Gy.</summary>
    public double? RemainingLungGy { get; init; }

    /// <summary>Mean dose of the normal liver of all territories treated so far, Gy: the sum of dose times volume over the volume.</summary>
    public double? CumulativeNormalLiverGy { get; init; }

    /// <summary>Weeks since the session before; null where a time is missing or it is the first.</summary>
    public double? WeeksSincePrevious { get; init; }

    /// <summary>Lung dose of earlier sessions that is still to be delivered when this one is given, Gy; null where a time is missing.</summary>
    public double? StillToDeliverLungGy { get; init; }
}
