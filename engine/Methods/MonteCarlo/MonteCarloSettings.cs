namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>How much Monte Carlo is wanted.</summary>
public sealed record MonteCarloSettings
{
    /// <summary>Uncertainty that is aimed at where nothing else is asked for: 3 %, seconds of work for a liver.</summary>
    public const double DefaultUncertainty = 0.03;

    /// <summary>Decays to simulate; null where an uncertainty decides.</summary>
    public long? Histories { get; init; }

    /// <summary>Relative uncertainty of voxels to reach (see <see cref="MonteCarloRequest.TargetUncertainty"/>); null for histories, or the default.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>Structure in which to reach it; null for the tumours, else the perfused volumes, else the liver, else the hot voxels.</summary>
    public string? UncertaintyIn { get; init; }

    /// <summary>Seed of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Media by density where the density comes from CT; null for the table of this build.</summary>
    public MediaTable? Media { get; init; }
}
