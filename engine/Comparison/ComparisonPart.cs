namespace VoxelDose.Engine.Comparison;

/// <summary>One comparison, plain or normalised.</summary>
public sealed record ComparisonPart
{
    /// <summary>Factor on the predicted dose; 1 in the plain comparison.</summary>
    public required double PredictedFactor { get; init; }

    /// <summary>Structure by structure, derived ones last.</summary>
    public required IReadOnlyList<StructureComparison> Structures { get; init; }

    /// <summary>Agreement of the means of tumours and normal liver.</summary>
    public required BlandAltman Agreement { get; init; }

    /// <summary>Delivered over predicted means of the same structures.</summary>
    public LinearFit? Regression { get; init; }

    /// <summary>Point by point in the region.</summary>
    public required PairStatistics Points { get; init; }

    /// <summary>The region of <see cref="Points"/> and <see cref="Scatter"/>.</summary>
    public required string Region { get; init; }

    /// <summary>Where the points lie.</summary>
    public required ScatterDensity Scatter { get; init; }

    /// <summary>Gamma with a share of the normalisation dose.</summary>
    public required GammaResult GlobalGamma { get; init; }

    /// <summary>Gamma with a share of the dose at each voxel.</summary>
    public required GammaResult LocalGamma { get; init; }

    /// <summary>T/N of the predicted doses; null without tumour or normal liver.</summary>
    public double? PredictedTumorToNormalRatio { get; init; }

    /// <summary>T/N of the delivered doses.</summary>
    public double? DeliveredTumorToNormalRatio { get; init; }

    /// <summary>Limits that are crossed.</summary>
    public required IReadOnlyList<ThresholdCrossing> Crossings { get; init; }
}
