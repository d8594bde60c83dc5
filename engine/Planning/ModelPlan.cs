namespace VoxelDose.Engine.Planning;

/// <summary>The answer of one model for one session.</summary>
public sealed record ModelPlan
{
    /// <summary>The model.</summary>
    public required PlanningModel Model { get; init; }

    /// <summary>Activity in the vial or vials together, GBq; null where the model gives none, and <see cref="Reason"/> says why.</summary>
    public double? ActivityGBq { get; init; }

    /// <summary>Why there is no activity.</summary>
    public string? Reason { get; init; }

    /// <summary>Doses of the session: means over all territories, weighted by mass; lungs summed.</summary>
    public CompartmentDoses Doses { get; init; } = CompartmentDoses.Unknown;

    /// <summary>Id of the limit that decided.</summary>
    public string? Binding { get; init; }

    /// <summary>All limits with the activity (over all territories) that meets each.</summary>
    public IReadOnlyList<ActivityLimit> Limits { get; init; } = [];

    /// <summary>Share by which the label reduces the formula's activity for the lung shunt; null where none applies.</summary>
    public double? LungShuntReduction { get; init; }

    /// <summary>Territory by territory.</summary>
    public IReadOnlyList<TerritoryPlan> Territories { get; init; } = [];

    /// <summary>Values held against limits.</summary>
    public IReadOnlyList<PlanCheck> Checks { get; init; } = [];
}
