namespace VoxelDose.Engine.Planning;

/// <summary>A tumour as the compartment models see it.</summary>
public sealed record TumorInput
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Volume, mL; 0 is allowed.</summary>
    public required double VolumeMl
    {
        get;
        init => field = Require.NotNegative(value, "--tumor-ml", "mL")!.Value;
    }

    /// <summary>Uptake per mass over that of normal liver (T/N); null where unknown.</summary>
    public double? TumorToNormalRatio
    {
        get;
        init => field = Require.Positive(value, "--tn-ratio", string.Empty);
    }
}
