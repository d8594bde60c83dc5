namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>Everything but tables and volumes that a history needs; the same value goes to every device.</summary>
public readonly record struct TransportParameters
{
    /// <summary>Voxels along x.</summary>
    public int SizeX { get; init; }

    /// <summary>Voxels along y.</summary>
    public int SizeY { get; init; }

    /// <summary>Voxels along z.</summary>
    public int SizeZ { get; init; }

    /// <summary>Voxel size along x, mm.</summary>
    public float SpacingX { get; init; }

    /// <summary>Voxel size along y, mm.</summary>
    public float SpacingY { get; init; }

    /// <summary>Voxel size along z, mm.</summary>
    public float SpacingZ { get; init; }

    /// <summary>1 where the two uniform values below hold everywhere and the volumes are not read; else 0.</summary>
    public int IsUniform { get; init; }

    /// <summary>Range per mm of path where uniform.</summary>
    public float UniformRangePerMm { get; init; }

    /// <summary>Scattering per range where uniform.</summary>
    public float UniformScatterPerRange { get; init; }

    /// <summary>1 / largest residual range of the tables, per mm.</summary>
    public float InverseMaximumRange { get; init; }

    /// <summary>Energy step of the range-by-energy table, inverse, per MeV.</summary>
    public float EnergyStepsPerMeV { get; init; }

    /// <summary>Hop as a fraction of the residual range.</summary>
    public float HopFraction { get; init; }

    /// <summary>Longest hop, mm of water.</summary>
    public float HopMaximum { get; init; }

    /// <summary>Residual range below which an electron stops where it is, mm.</summary>
    public float RangeCut { get; init; }

    /// <summary>Least energy of a delta ray, MeV.</summary>
    public float DeltaCut { get; init; }

    /// <summary>Distance at which a delta ray, or an electron at the cut, leaves its energy, as a fraction of its range.</summary>
    public float DeltaDisplacement { get; init; }

    /// <summary>Least energy of a photon, MeV.</summary>
    public float PhotonCut { get; init; }

    /// <summary>1 where an electron that cannot reach another voxel stops; 0 where positions are scored.</summary>
    public int StopsWithinVoxel { get; init; }

    /// <summary>1 where decays are spread over their voxel; 0 where they happen in its centre.</summary>
    public int SpreadsSource { get; init; }

    /// <summary>Energy of slow electrons that stays at each decay, tally units.</summary>
    public int LocalUnits { get; init; }

    /// <summary>Random key: low word of the seed.</summary>
    public uint Key0 { get; init; }

    /// <summary>Random key: high word of the seed.</summary>
    public uint Key1 { get; init; }

    /// <summary>Number of histories before this batch.</summary>
    public ulong FirstHistory { get; init; }

    /// <summary>Point of the cumulative activity at which the batch's first decay happens.</summary>
    public ulong SourceOffset { get; init; }

    /// <summary>Distance of decays along the cumulative activity.</summary>
    public ulong SourceStride { get; init; }
}
