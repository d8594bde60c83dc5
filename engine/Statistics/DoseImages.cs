using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>The volumes that structures are analysed on; all on one grid, x fastest.</summary>
public sealed record DoseImages
{
    /// <summary>The grid of all volumes.</summary>
    public required VoxelGrid Grid { get; init; }

    /// <summary>Absorbed dose by method id, Gy, in the order of the result.</summary>
    public required IReadOnlyList<KeyValuePair<string, float[]>> DosesGy { get; init; }

    /// <summary>Activity concentration at administration, Bq/mL; null where it is not known.</summary>
    public float[]? ActivityBqPerMl { get; init; }

    /// <summary>Mass density, g/mL; null where <see cref="UniformDensity"/> holds everywhere.</summary>
    public float[]? DensityGPerMl { get; init; }

    /// <summary>The density everywhere; null where it is neither uniform nor known.</summary>
    public MassDensity? UniformDensity { get; init; }

    /// <summary>Half-life of the nuclide, h.</summary>
    public required double HalfLifeH { get; init; }

    /// <summary>What is assumed of the chain; null leaves the uncertainty of the mean null.</summary>
    public UncertaintyAssumptions? Uncertainty { get; init; }

    /// <summary>Doses of V_x, Gy; null for the default ones.</summary>
    public IReadOnlyList<double>? VxDosesGy { get; init; }

    /// <summary>Volumes of D_cc, mL; none unless asked for.</summary>
    public IReadOnlyList<double> DccVolumesMl { get; init; } = [];

    /// <summary>What is asked about the biology beyond BED, EQD2 and EUD; null for nothing.</summary>
    public BiologyQuestions? Biology { get; init; }
}
