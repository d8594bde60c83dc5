using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Planning;

/// <summary>plan.json: what was asked, what each model gives, what it delivers, and what speaks against it.</summary>
internal sealed record PlanDocument
{
    public string SchemaVersion { get; init; } = "1.0";

    public required string Model { get; init; }

    public required PlanInputs Inputs { get; init; }

    public required double? ActivityGBq { get; init; }

    public required string? Reason { get; init; }

    public required CompartmentDoses Doses { get; init; }

    public required string? Binding { get; init; }

    public required IReadOnlyList<ActivityLimit> Limits { get; init; }

    public required double? LungShuntReduction { get; init; }

    public required VialInfo? Vial { get; init; }

    public required IReadOnlyList<TerritoryInfo> Territories { get; init; }

    public required IReadOnlyList<SensitivityRow> Sensitivity { get; init; }

    public required IReadOnlyList<CheckInfo> Checks { get; init; }

    /// <summary>What was assumed of the predictive image, such as roles taken from names; empty without one.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The models side by side where all were asked.</summary>
    public required IReadOnlyList<ModelInfo> Models { get; init; }

    /// <summary>Sessions of a treatment in several; empty for one.</summary>
    public required IReadOnlyList<SessionInfo> Sessions { get; init; }
}

/// <summary>What the numbers start from, defaults included.</summary>
internal sealed record PlanInputs(
    string DeviceType,
    string Device,
    string Nuclide,
    string EnergyConvention,
    double HalfLifeH,
    double MeanEnergyMeV,
    bool MeanEnergyDerived,
    double JPerGBq,
    double DensityGPerMl,
    double LungKg,
    double Residual,
    double? LimitLungGy,
    bool LimitLungIsDefault,
    double? PreviousLungGy,
    double? LiverMl,
    double? HeightM,
    double? WeightKg,
    double? BodySurfaceM2,
    DateTimeOffset? CalibrationAt,
    IReadOnlyList<TerritoryInputInfo> Territories);

/// <summary>A territory as given, with the masses that follow.</summary>
internal sealed record TerritoryInputInfo(
    string Session,
    string Name,
    double? TumorMl,
    double? TumorKg,
    double? NormalLiverMl,
    double? NormalLiverKg,
    double? PerfusedMl,
    double? PerfusedKg,
    double? LungShunt,
    double? ActivityGBq,
    IReadOnlyList<TumorInfo> Tumors,
    PlanTargets Targets);

internal sealed record TumorInfo(string Name, double VolumeMl, double MassKg, double? TnRatio);

/// <summary>One model of several.</summary>
internal sealed record ModelInfo(
    string Model,
    double? ActivityGBq,
    string? Reason,
    CompartmentDoses Doses,
    string? Binding,
    IReadOnlyList<ActivityLimit> Limits,
    double? LungShuntReduction,
    VialInfo? Vial,
    IReadOnlyList<TerritoryInfo> Territories,
    IReadOnlyList<SensitivityRow> Sensitivity,
    IReadOnlyList<CheckInfo> Checks);

/// <summary>One territory of a plan.</summary>
internal sealed record TerritoryInfo(
    string Name, double? ActivityGBq, CompartmentDoses Doses, string? Binding, IReadOnlyList<ActivityLimit> Limits, VialInfo? Vial);

/// <summary>The vial, and the doses that its activity at injection delivers.</summary>
internal sealed record VialInfo(
    string Device,
    double PlannedGBq,
    DateTimeOffset? CalibrationAt,
    DateTimeOffset? InjectionAt,
    double? HoursFromCalibration,
    double? RequiredAtCalibrationGBq,
    VialOption? Chosen,
    double? UsedFraction,
    double? ActivityAtInjectionGBq,
    double? ResidualGBq,
    SpheresGiven? Spheres,
    CompartmentDoses? Doses,
    IReadOnlyList<VialOption> Options,
    string Rule,
    CheckInfo RangeCheck);

/// <summary>A check in JSON; status is passed, failed or 'not given'.</summary>
internal sealed record CheckInfo(
    string Code, string Status, string Severity, string Message, double? Value, double? Limit, string? Unit, string? Source)
{
    internal static CheckInfo Of(PlanCheck check) => new(
        check.Code,
        check.Status switch
        {
            CheckStatus.Passed => "passed",
            CheckStatus.Failed => "failed",
            _ => "not given",
        },
        check.Severity, check.Message, check.Value, check.Limit, check.Unit, check.Source);
}

/// <summary>One session of several, by the chosen model.</summary>
internal sealed record SessionInfo(
    string Name,
    DateTimeOffset? At,
    ModelInfo Plan,
    double? CumulativeLungGy,
    double? RemainingLungGy,
    double? CumulativeNormalLiverGy,
    double? WeeksSincePrevious,
    double? StillToDeliverLungGy);
