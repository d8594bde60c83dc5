using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Planning;

/// <summary>A plan as asked for on the command line, checked.</summary>
internal sealed record PlanCase
{
    /// <summary>Flag value of --model.</summary>
    internal required string Model { get; init; }

    internal required IReadOnlyList<PlanningModel> Models { get; init; }

    /// <summary>What holds for all sessions, with the territories of the first.</summary>
    internal required PlanRequest Request { get; init; }

    /// <summary>All sessions; one where no treatment file is given.</summary>
    internal required IReadOnlyList<TreatmentSession> Sessions { get; init; }

    internal required PatientFacts Patient { get; init; }

    internal required IReadOnlyDictionary<string, double> Uncertainties { get; init; }

    internal DateTimeOffset? CalibrationAt { get; init; }

    internal string? Out { get; init; }

    internal bool Overwrite { get; init; }

    /// <summary>What was assumed of the predictive image.</summary>
    internal IReadOnlyList<Warning> Warnings { get; init; } = [];

    internal IReadOnlyList<string> FailOn { get; init; } = [];

    /// <summary>The same plan for a territory that was measured on an image.</summary>
    internal PlanCase WithTerritory(TerritoryInput territory) => this with
    {
        Request = Request with { Territories = [territory] },
        Sessions = [Sessions[0] with { Territories = [territory] }],
        Patient = Patient.WithDefault("tumorFractionOfTargetLiver",
            territory.TumorMl + territory.NormalLiverMl is > 0 and { } ml ? territory.TumorMl / ml : null),
    };
}
