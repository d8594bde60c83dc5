using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Comparison;

/// <summary>comparison.json: differences are delivered minus predicted, ratios delivered over predicted.</summary>
internal sealed record ComparisonDocument
{
    public string SchemaVersion { get; init; } = "1.0";

    public required SoftwareInfo Software { get; init; }

    public required string Method { get; init; }

    public required SideInfo Predicted { get; init; }

    public required SideInfo Delivered { get; init; }

    public required string StructuresFrom { get; init; }

    public required string? Transform { get; init; }

    public required IReadOnlyList<ThresholdCrossing> Crossings { get; init; }

    public required IReadOnlyList<Warning> Warnings { get; init; }

    public required IReadOnlyList<string> ThresholdSets { get; init; }

    public required IReadOnlyList<StructureInfo> Structures { get; init; }

    public required BlandAltman Agreement { get; init; }

    public required LinearFit? Regression { get; init; }

    public required VoxelwiseInfo Voxelwise { get; init; }

    public required LungInfo Lung { get; init; }

    public required ResolutionInfo Resolution { get; init; }

    /// <summary>The same with the prediction scaled; null where not asked.</summary>
    public required NormalisedInfo? Normalised { get; init; }
}

/// <summary>One of the doses.</summary>
internal sealed record SideInfo(
    string Path,
    string Kind,
    string Volume,
    string Sha256,
    string? Modality,
    string? EnergyConvention,
    double? AdministeredMBq,
    double? NetMBq,
    double? LungShuntFraction,
    double? TumorToNormalRatio,
    string? DeviceType,
    IReadOnlyList<int> Size,
    IReadOnlyList<double> SpacingMm);

/// <summary>One structure.</summary>
internal sealed record StructureInfo(
    string Name,
    string Role,
    bool Derived,
    double VolumeMl,
    double PredictedCoveredFraction,
    double DeliveredCoveredFraction,
    DoseStatistics Predicted,
    DoseStatistics Delivered,
    double? DifferenceGy,
    double? Ratio,
    double? GammaPassFraction,
    long GammaEvaluated,
    double? LinsCcc,
    double? Pearson,
    double? Spearman,
    double? RmsDifferenceGy,
    IReadOnlyList<IsodoseDice> IsodoseDice);

/// <summary>Point by point.</summary>
internal sealed record VoxelwiseInfo(
    string Region,
    int N,
    double? MeanDifferenceGy,
    double? SdDifferenceGy,
    double? RmsDifferenceGy,
    double? Pearson,
    double? Spearman,
    double? LinsCcc,
    GammaInfo GammaGlobal,
    GammaInfo GammaLocal,
    ScatterDensity Scatter);

/// <summary>Gamma and how it is defined.</summary>
internal sealed record GammaInfo(
    string Reference,
    string Interpolation,
    string DoseDifference,
    double DoseFraction,
    double DistanceMm,
    double CutoffFraction,
    double NormalisationGy,
    double MaxGamma,
    double Tolerance,
    long Evaluated,
    long Passed,
    long Outside,
    double? PassFraction);

/// <summary>Lung shunt and dose, predicted against delivered.</summary>
internal sealed record LungInfo(
    double? PredictedShunt, double? DeliveredShunt, string? DeliveredShuntSource, double? PredictedDoseGy, double? DeliveredDoseGy, double? DifferenceGy);

/// <summary>Whether the resolutions were matched.</summary>
internal sealed record ResolutionInfo(bool Matched, double? PredictedFwhmMm, double? DeliveredFwhmMm, double? AddedFwhmMm, string? Blurred);

/// <summary>The comparison after scaling.</summary>
internal sealed record NormalisedInfo(
    string Region, double PredictedFactor, IReadOnlyList<ThresholdCrossing> Crossings, IReadOnlyList<StructureInfo> Structures, BlandAltman Agreement, LinearFit? Regression, VoxelwiseInfo Voxelwise);
