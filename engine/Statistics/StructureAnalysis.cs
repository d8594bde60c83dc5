using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>All that is known of one structure.</summary>
/// <param name="Result">Numbers for results.json.</param>
/// <param name="Dvh">Cumulative curves, one a method.</param>
public sealed record StructureAnalysis(StructureResult Result, IReadOnlyList<DvhCurve> Dvh)
{
    /// <summary>The same structure with the doses of more methods behind those it has.</summary>
    internal StructureAnalysis And(StructureAnalysis more) =>
        new(Result with { Dose = new Dictionary<string, DoseStatistics>([.. Result.Dose, .. more.Result.Dose]) }, [.. Dvh, .. more.Dvh]);
}
