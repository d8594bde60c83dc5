namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Dose by Monte Carlo, with what is known about its statistics.</summary>
public sealed record MonteCarloResult
{
    /// <summary>Absorbed dose, Gy, x fastest.</summary>
    public required float[] DoseGy { get; init; }

    /// <summary>Standard uncertainty of the dose of each voxel, Gy (statistics only).</summary>
    public required float[] UncertaintyGy { get; init; }

    /// <summary>Dose of the kept voxels in each group of batches, Gy: groups are equal in size, each is an estimate of its own.</summary>
    public required IReadOnlyList<float[]> GroupDoseGy { get; init; }

    /// <summary>Decays simulated.</summary>
    public required long Histories { get; init; }

    /// <summary>Batches.</summary>
    public required int Batches { get; init; }

    /// <summary>Relative uncertainty reached in the target voxels; null where none were named.</summary>
    public required double? ReachedUncertainty { get; init; }

    /// <summary>Share of the emitted energy that was deposited on the grid.</summary>
    public required double DepositedFraction { get; init; }

    /// <summary>Share of the emitted energy that left as bremsstrahlung, which is not followed.</summary>
    public required double BremsstrahlungFraction { get; init; }

    /// <summary>Share of the emitted energy that electrons carried out of the grid.</summary>
    public required double OutsideFraction { get; init; }

    /// <summary>Factor by which the energy convention differs from the mean energy of the spectrum.</summary>
    public required double EnergyScale { get; init; }

    /// <summary>
    /// Standard uncertainty of the mean of values by group, e.g. of a structure's mean dose in each group: s / sqrt(number of groups).
    /// </summary>
    public static double UncertaintyOfMean(IReadOnlyList<double> groupValues)
    {
        double mean = groupValues.Average();
        double squares = groupValues.Sum(value => (value - mean) * (value - mean));
        return Math.Sqrt(squares / (groupValues.Count - 1) / groupValues.Count);
    }
}
