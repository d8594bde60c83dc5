using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Comparison;

/// <summary>One structure in both doses.</summary>
public sealed record StructureComparison
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Role.</summary>
    public required StructureRole Role { get; init; }

    /// <summary>True where the program derived it.</summary>
    public bool Derived { get; init; }

    /// <summary>Volume, mL.</summary>
    public double VolumeMl { get; init; }

    /// <summary>Share of it that the predicted dose covers.</summary>
    public double PredictedCoveredFraction { get; init; }

    /// <summary>Share of it that the delivered dose covers.</summary>
    public double DeliveredCoveredFraction { get; init; }

    /// <summary>Share below which a dose tells too little of a structure to hold it against limits or to count it in agreement; its numbers are told.</summary>
    public const double LeastCoveredFraction = 0.95;

    /// <summary>Whether both doses cover enough of it.</summary>
    public bool IsCovered => Math.Min(PredictedCoveredFraction, DeliveredCoveredFraction) >= LeastCoveredFraction;

    /// <summary>Predicted dose, each volume sampled on its own grid.</summary>
    public required DoseStatistics Predicted { get; init; }

    /// <summary>Delivered dose.</summary>
    public required DoseStatistics Delivered { get; init; }

    /// <summary>Delivered minus predicted mean, Gy.</summary>
    public double? DifferenceGy => Delivered.MeanGy - Predicted.MeanGy;

    /// <summary>Delivered over predicted mean; null where nothing was predicted.</summary>
    public double? Ratio => Predicted.MeanGy is { } predicted && predicted != 0 ? Delivered.MeanGy / predicted : null;

    /// <summary>Share of the delivered voxels with their centre in the structure and a gamma of at most 1, of those evaluated.</summary>
    public double? GammaPassFraction { get; init; }

    /// <summary>Voxels behind it.</summary>
    public long GammaEvaluated { get; init; }

    /// <summary>Point by point, on the delivered grid.</summary>
    public required PairStatistics Points { get; init; }

    /// <summary>Overlap of isodose volumes.</summary>
    public required IReadOnlyList<IsodoseDice> IsodoseDice { get; init; }

    /// <summary>Predicted cumulative curve.</summary>
    public required DvhCurve PredictedDvh { get; init; }

    /// <summary>Delivered cumulative curve.</summary>
    public required DvhCurve DeliveredDvh { get; init; }
}
