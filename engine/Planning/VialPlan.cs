namespace VoxelDose.Engine.Planning;

/// <summary>Which vial holds the planned activity at injection.</summary>
public sealed record VialPlan
{
    /// <summary>Trade name of the device.</summary>
    public required string Device { get; init; }

    /// <summary>Planned activity in the vial at injection, GBq.</summary>
    public required double PlannedGBq { get; init; }

    /// <summary>Standard calibration time; null where not given.</summary>
    public DateTimeOffset? CalibrationAt { get; init; }

    /// <summary>Injection time; null where not given.</summary>
    public DateTimeOffset? InjectionAt { get; init; }

    /// <summary>Hours from calibration to injection, elapsed time; null without both times.</summary>
    public double? HoursFromCalibration { get; init; }

    /// <summary>Activity at calibration that decays to the planned one at injection, GBq; null without both times.</summary>
    public double? RequiredAtCalibrationGBq { get; init; }

    /// <summary>The vial; null where none serves.</summary>
    public VialOption? Chosen { get; init; }

    /// <summary>Share of the chosen vial's activity that is given (before the residual); 1 where a vial is given whole.</summary>
    public double? UsedFraction { get; init; }

    /// <summary>Activity from the chosen vial at injection (before the residual), GBq; the planned one where times are not given.</summary>
    public double? ActivityAtInjectionGBq { get; init; }

    /// <summary>Residual that stays behind, GBq.</summary>
    public double? ResidualGBq { get; init; }

    /// <summary>Spheres that reach the patient; null without a vial.</summary>
    public SpheresGiven? Spheres { get; init; }

    /// <summary>Vials in stock and the custom ones next to the required activity.</summary>
    public IReadOnlyList<VialOption> Options { get; init; } = [];

    /// <summary>How the vial was chosen.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the vendor's range holds the plan.</summary>
    public required PlanCheck RangeCheck { get; init; }
}
