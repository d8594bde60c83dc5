namespace VoxelDose.Engine.Checks;

/// <summary>One published limit: where it holds, and what it was found to tell.</summary>
public sealed record Threshold
{
    /// <summary>Code of the check, usable with --fail-on.</summary>
    public required string Code { get; init; }

    /// <summary>Which structures: "tumor" (each drawn one), "tumor-union", "normal-liver", "liver", "perfused", "lung", or "case" for numbers of no single structure.</summary>
    public required string Structure { get; init; }

    /// <summary>
    /// What is compared: a field of a structure's dose in results.json ("meanGy", "d70Gy", "bedMeanGy", ...), "v" and a dose in Gy for V_x
    /// ("v100"), "d" and a volume in mL and "cc" for D_cc ("d0.5cc"), "cumulativeBedMeanGy" over all treatments, "volumeMl", or a number of the case ("lungDoseGy", "cumulativeLungDoseGy", "tumorToNormalRatio", "tumorVolumeFraction").
    /// </summary>
    public required string Quantity { get; init; }

    /// <summary>How the value has to stand to the limit.</summary>
    public required ThresholdComparison Comparison { get; init; }

    /// <summary>The limit.</summary>
    public required double Value { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public required string Unit { get; init; }

    /// <summary>Device that the limit was found with.</summary>
    public required string Device { get; init; }

    /// <summary>Disease or situation.</summary>
    public required string Disease { get; init; }

    /// <summary>What happens beyond it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Citation; null where that of the set holds.</summary>
    public string? Source { get; init; }
}
