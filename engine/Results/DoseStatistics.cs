namespace VoxelDose.Engine.Results;

/// <summary>
/// Dose statistics of one structure and method, by the definitions of docs/physics.md; null is unknown, never 0. All doses in Gy.
/// </summary>
public sealed record DoseStatistics
{
    /// <summary>Weighted mean.</summary>
    public double? MeanGy { get; init; }

    /// <summary>Weighted population standard deviation.</summary>
    public double? SdGy { get; init; }

    /// <summary>Smallest sample.</summary>
    public double? MinGy { get; init; }

    /// <summary>Largest sample.</summary>
    public double? MaxGy { get; init; }

    /// <summary>Weighted median, the same as D50.</summary>
    public double? MedianGy { get; init; }

    /// <summary>Largest dose that at least 98 % of the weight receives.</summary>
    public double? D98Gy { get; init; }

    /// <summary>Largest dose that at least 95 % of the weight receives.</summary>
    public double? D95Gy { get; init; }

    /// <summary>Largest dose that at least 90 % of the weight receives.</summary>
    public double? D90Gy { get; init; }

    /// <summary>Largest dose that at least 70 % of the weight receives.</summary>
    public double? D70Gy { get; init; }

    /// <summary>Largest dose that at least 50 % of the weight receives.</summary>
    public double? D50Gy { get; init; }

    /// <summary>Largest dose that at least 20 % of the weight receives.</summary>
    public double? D20Gy { get; init; }

    /// <summary>Largest dose that at least 5 % of the weight receives.</summary>
    public double? D5Gy { get; init; }

    /// <summary>Largest dose that at least 2 % of the weight receives.</summary>
    public double? D2Gy { get; init; }

    /// <summary>Standard uncertainty of the mean, Gy.</summary>
    public double? MeanUncertaintyGy { get; init; }

    /// <summary>Statistical uncertainties of D_x; null for methods without statistics.</summary>
    public DoseUncertainty? StatisticalUncertainty { get; init; }

    /// <summary>The budget behind that uncertainty; null where it was not made.</summary>
    public IReadOnlyList<UncertaintyPart>? MeanUncertaintyParts { get; init; }

    /// <summary>Mean divided by the recovery coefficient of the structure's size, Gy; null unless the user asked for recovery correction.</summary>
    public double? RecoveryCorrectedMeanGy { get; init; }

    /// <summary>Largest change of a D_x under ten times finer sampling, Gy.</summary>
    public double? DiscretisationGy { get; init; }

    /// <summary>V_x at the asked doses, in ascending order.</summary>
    public IReadOnlyList<VolumeAtDose> Vx { get; init; } = [];

    /// <summary>D_cc at the asked volumes, in ascending order.</summary>
    public IReadOnlyList<DoseAtVolume> Dcc { get; init; } = [];

    /// <summary>Homogeneity index of ICRU 83, (D2 - D98) / D50; null where D50 is not above 0.</summary>
    public double? HomogeneityIndex { get; init; }

    /// <summary>Mean of the samples' biologically effective doses, Gy.</summary>
    public double? BedMeanGy { get; init; }

    /// <summary>Mean of the samples' equieffective doses in 2 Gy fractions, Gy.</summary>
    public double? Eqd2MeanGy { get; init; }

    /// <summary>Cell-survival equivalent uniform dose, Gy; null where its parameter is not known for the role.</summary>
    public double? EudGy { get; init; }

    /// <summary>The same of the samples' BED; null where its parameters are not known for the role.</summary>
    public double? EubedGy { get; init; }

    /// <summary>Generalised equivalent uniform dose; null where no exponent was given for the role.</summary>
    public double? GeudGy { get; init; }

    /// <summary>What the outcome models that the user asked for say; empty where none was, or none speaks of the role.</summary>
    public IReadOnlyList<OutcomeResult> Outcomes { get; init; } = [];

    /// <summary>With earlier treatments; null where none was told, or the tissue's parameters are not known.</summary>
    public CumulativeDose? Cumulative { get; init; }
}
