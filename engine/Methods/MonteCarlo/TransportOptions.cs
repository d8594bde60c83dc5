namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Cuts and steps of the transport. The defaults are the validated ones; others exist to show that results do not hang on them.</summary>
public sealed record TransportOptions
{
    /// <summary>Hop as a fraction of the residual range.</summary>
    public double HopFraction { get; init; } = 0.3;

    /// <summary>Longest hop, mm of water.</summary>
    public double HopMaximumMm { get; init; } = 0.7;

    /// <summary>Kinetic energy at which an electron stops, MeV.</summary>
    public double EnergyCutMeV { get; init; } = 0.05;

    /// <summary>Least energy of a delta ray, MeV.</summary>
    public double DeltaCutMeV { get; init; } = 0.1;

    /// <summary>Least energy of a bremsstrahlung photon, MeV.</summary>
    public double PhotonCutMeV { get; init; } = 0.05;

    /// <summary>Distance at which a delta ray leaves its energy, as a fraction of its range.</summary>
    public double DeltaDisplacement { get; init; } = 0.40;
}
