namespace VoxelDose.Engine.Planning;

/// <summary>The volume that one catheter position (one vial, or one part of it) treats.</summary>
public sealed record TerritoryInput
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Tumours in it.</summary>
    public IReadOnlyList<TumorInput> Tumors { get; init; } = [];

    /// <summary>Normal liver in it, mL; 0 is allowed, null is unknown.</summary>
    public double? NormalLiverMl
    {
        get;
        init => field = Require.NotNegative(value, "--normal-liver-ml", "mL");
    }

    /// <summary>Perfused volume as drawn, mL; null: the sum of tumours and normal liver where both are known.</summary>
    public double? PerfusedMl
    {
        get;
        init => field = Require.Positive(value, "--perfused-ml", "mL");
    }

    /// <summary>Share of the activity that goes to the lungs; null is unknown.</summary>
    public double? LungShuntFraction
    {
        get;
        init => field = Require.Fraction(value, "--lung-shunt");
    }

    /// <summary>Targets of this territory.</summary>
    public PlanTargets Targets { get; init; } = new();

    /// <summary>Activity in the vial for this territory where doses are asked of a given activity, GBq.</summary>
    public double? ActivityGBq
    {
        get;
        init => field = Require.NotNegative(value, "--activity-gbq", "GBq");
    }

    /// <summary>Doses per activity measured on a dose volume (voxel model); null without one.</summary>
    public DoseCoefficients? Voxel { get; init; }

    /// <summary>Volume of all tumours, mL; null where none is given.</summary>
    public double? TumorMl => Tumors.Count == 0 ? null : Tumors.Sum(tumor => tumor.VolumeMl);

    /// <summary>Volume over which the mean perfused dose is taken, mL: as drawn, else tumours and normal liver together; null where unknown.</summary>
    public double? EffectivePerfusedMl => PerfusedMl ?? (TumorMl is { } tumor && NormalLiverMl is { } normal ? tumor + normal : null);
}
