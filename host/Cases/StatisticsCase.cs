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

    internal IReadOnlyList<double> DccVolumesMl { get; init; } = [];

    /// <summary>Exponent of gEUD by role.</summary>
    internal IReadOnlyDictionary<StructureRole, double> GeudExponents { get; init; } = new Dictionary<StructureRole, double>();

    /// <summary>Names or files of outcome models.</summary>
    internal IReadOnlyList<string> OutcomeModels { get; init; } = [];

    internal double? EarlierLungDoseGy { get; init; }

    /// <summary>Seed of the bands round the DVH; null where none are asked for.</summary>
    internal int? DvhBandSeed { get; init; }

    /// <summary>CSV file of recovery coefficients; null where no correction is asked for.</summary>
    internal string? Recovery { get; init; }
}
