namespace VoxelDose.Engine.Results;

/// <summary>Numbers that belong to no single structure.</summary>
public sealed record DerivedResult
{
    /// <summary>Mean local-deposition dose of the tumour union over that of derived normal liver.</summary>
    public double? TumorToNormalRatio { get; init; }

    /// <summary>Lung dose by the compartment formula, Gy; null without a lung shunt fraction or net activity.</summary>
    public double? LungDoseGy { get; init; }

    /// <summary>The same with the lung dose of earlier treatments, Gy; null where either is not known.</summary>
    public double? CumulativeLungDoseGy { get; init; }

    /// <summary>Lung mass in that formula, kg.</summary>
    public double? LungMassKg { get; init; }

    /// <summary>Where the lung mass comes from.</summary>
    public string? LungMassSource { get; init; }

    /// <summary>Tumour volume as a share of the liver's.</summary>
    public double? TumorVolumeFraction { get; init; }
}
