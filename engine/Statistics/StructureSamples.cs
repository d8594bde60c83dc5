namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Several volumes seen at the sampling points of one structure (docs/statistics.md, "Sampling a structure"): the same points and weights for
/// all of them. The order of the points carries no meaning, but it is the same on every machine.
/// </summary>
public sealed class StructureSamples
{
    private readonly float[]? _coverages;

    internal StructureSamples(
        double volumeMl, double samplePartMl, float uniformCoverage, float[]? coverages, IReadOnlyList<float[]> values, int count)
    {
        VolumeMl = volumeMl;
        SamplePartMl = samplePartMl;
        UniformCoverage = uniformCoverage;
        _coverages = coverages;
        Values = values;
        Count = count;
        TotalTicks = coverages is null ? count * CoverageTicks.Of(uniformCoverage) : CoverageTicks.Sum(coverages);
        WeightMl = TotalTicks * CoverageTicks.Size * samplePartMl;
    }

    /// <summary>Volume of the whole structure, mL, before any loss at the image's edge.</summary>
    public double VolumeMl { get; }

    /// <summary>Weight of the samples that lie in the image, mL.</summary>
    public double WeightMl { get; }

    /// <summary>Share of the structure's volume that the image covers, 0 to 1; 0 for an empty structure.</summary>
    public double CoveredFraction => VolumeMl > 0 ? Math.Min(1, WeightMl / VolumeMl) : 0;

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>The sampled values, one array of <see cref="Count"/> for each volume in the order that they were given.</summary>
    public IReadOnlyList<float[]> Values { get; }

    /// <summary>Volume of one part of a voxel, mL; a sample weighs this times its coverage.</summary>
    internal double SamplePartMl { get; }

    /// <summary>Coverage of every sample where they all share one.</summary>
    internal float UniformCoverage { get; }

    /// <summary>Coverage sample by sample; null where all share <see cref="UniformCoverage"/>.</summary>
    internal float[]? Coverages => _coverages;

    /// <summary>Sum of the samples' coverages in whole ticks (<see cref="CoverageTicks"/>), free of rounding.</summary>
    internal long TotalTicks { get; }

    /// <summary>Weight of one sample, mL.</summary>
    public double WeightMlOf(int sample) =>
        CoverageTicks.Of(_coverages is null ? UniformCoverage : _coverages[sample]) * CoverageTicks.Size * SamplePartMl;

    /// <summary>
    /// Sum over the samples of weight (mL) times value: the mass in g of a density in g/mL, the activity in Bq of a concentration in Bq/mL.
    /// Null where no sample lies in the image.
    /// </summary>
    /// <param name="volume">Which of <see cref="Values"/>.</param>
    public double? Integral(int volume) => Mean(volume) * WeightMl;

    /// <summary>Weighted mean of a volume; null where no sample lies in the image.</summary>
    /// <param name="volume">Which of <see cref="Values"/>.</param>
    public double? Mean(int volume) => Count == 0 ? null : SampleMoments.Of(this, volume).Mean;
}
