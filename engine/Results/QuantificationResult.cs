namespace VoxelDose.Engine.Results;

/// <summary>How image values became activity, and what activity there is. All activities are at the time of administration.</summary>
public sealed record QuantificationResult
{
    /// <summary>Nuclide, e.g. "Y-90".</summary>
    public required string Nuclide { get; init; }

    /// <summary>Energy convention, e.g. "ddep".</summary>
    public required string Convention { get; init; }

    /// <summary>Half-life, h.</summary>
    public required double HalfLifeH { get; init; }

    /// <summary>Mean emitted energy, MeV per decay.</summary>
    public required double MeanEnergyMeV { get; init; }

    /// <summary>True where the convention fixes J/GBq and the energy follows from it.</summary>
    public bool MeanEnergyIsDerived { get; init; }

    /// <summary>Energy released until all has decayed, J per GBq.</summary>
    public required double JPerGBq { get; init; }

    /// <summary>Kind of image: "y90-pet", "y90-spect" or "tc99m-maa-spect".</summary>
    public required string Modality { get; init; }

    /// <summary>Unit of the image values as read.</summary>
    public string? ImageUnits { get; init; }

    /// <summary>Time that the activities refer to, ISO 8601, or "administration" where no clock time is known.</summary>
    public required string ReferenceTime { get; init; }

    /// <summary>The rule by which image values were referred to that time, in words.</summary>
    public required string ReferenceTimeRule { get; init; }

    /// <summary>Factor for decay between administration and image; 1 where none was applied.</summary>
    public required double DecayFactor { get; init; }

    /// <summary>"absolute" or "relative".</summary>
    public required string Calibration { get; init; }

    /// <summary>Region whose activity the relative calibration fixes; null for absolute.</summary>
    public string? ReferenceRegion { get; init; }

    /// <summary>Becquerel per mL at administration for an image value of 1; null where territories differ.</summary>
    public double? BqPerMlPerImageValue { get; init; }

    /// <summary>Administered activity, MBq.</summary>
    public double? AdministeredMBq { get; init; }

    /// <summary>Residual activity in vial and tubing, MBq.</summary>
    public double? ResidualMBq { get; init; }

    /// <summary>Administered less residual, MBq.</summary>
    public double? NetMBq { get; init; }

    /// <summary>Activity in the whole image, negative values included, MBq.</summary>
    public double ActivityInFieldOfViewMBq { get; init; }

    /// <summary>Activity in the liver, MBq; null without a liver structure.</summary>
    public double? ActivityInLiverMBq { get; init; }

    /// <summary>Activity in the field of view over net activity; null where the net activity is not known.</summary>
    public double? BalanceFraction { get; init; }

    /// <summary>Lung shunt fraction, 0 to 1.</summary>
    public double? LungShuntFraction { get; init; }

    /// <summary>Magnitude of the negative values' sum over the sum of the positive ones.</summary>
    public double NegativeFraction { get; init; }
}
