using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Cases;

/// <summary>What a dose case says about derived structures, radiobiology and uncertainty.</summary>
internal sealed record StatisticsCase
{
    internal IReadOnlyList<DerivedDefinition> Derived { get; init; } = [];

    internal IReadOnlyList<double> TumorShellsMm { get; init; } = [];

    internal IReadOnlyDictionary<StructureRole, RadiobiologyParameters> Radiobiology { get; init; } = new Dictionary<StructureRole, RadiobiologyParameters>();

    /// <summary>Relative standard uncertainties by part.</summary>
    internal IReadOnlyDictionary<string, double> Uncertainty { get; init; } = new Dictionary<string, double>();

    internal double? ContourFwhmMm { get; init; }

    /// <summary>CSV file of recovery coefficients; null where no correction is asked for.</summary>
    internal string? Recovery { get; init; }
}
