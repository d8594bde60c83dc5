using System.Buffers;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Several volumes seen at the sampling points of one structure (docs/statistics.md, "Sampling a structure"): the same points and weights for
/// all of them. The order of the points carries no meaning, but it is the same on every machine. Dispose it when done: structures
/// are large, and their memory is used again for the next.
/// </summary>
public sealed class StructureSamples : IDisposable
{
    private readonly SampleMoments?[] _moments;
    private readonly (bool Tried, StepCounter? Counter)[] _steps;
    private float[][] _values;
    private float[]? _coverages;

    /// <summary>Takes over rented arrays of at least <paramref name="count"/> values.</summary>
    internal StructureSamples(double volumeMl, double samplePartMl, float uniformCoverage, float[]? coverages, float[][] values, int count)
    {
        VolumeMl = volumeMl;
        SamplePartMl = samplePartMl;
        UniformCoverage = uniformCoverage;
        _coverages = coverages;
        _values = values;
        _moments = new SampleMoments?[values.Length];
        _steps = new (bool, StepCounter?)[values.Length];
        Count = count;
        TotalTicks = coverages is null ? count * CoverageTicks.Of(uniformCoverage) : CoverageTicks.Sum(coverages.AsSpan(0, count));
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

    /// <summary>True where samples differ in coverage.</summary>
    internal bool HasCoverages => _coverages is not null;

    /// <summary>Volume of one part of a voxel, mL; a sample weighs this times its coverage.</summary>
    internal double SamplePartMl { get; }

    /// <summary>Coverage of every sample where they all share one.</summary>
    internal float UniformCoverage { get; }

    /// <summary>Sum of the samples' coverages in whole ticks (<see cref="CoverageTicks"/>), free of rounding.</summary>
    internal long TotalTicks { get; }

    /// <summary>The sampled values of a volume.</summary>
    /// <param name="volume">Its number in the order that the volumes were given.</param>
    public ReadOnlySpan<float> Values(int volume) => _values[volume].AsSpan(0, Count);

    /// <summary>Weight of one sample, mL.</summary>
    public double WeightMlOf(int sample) =>
        CoverageTicks.Of(_coverages is null ? UniformCoverage : _coverages[sample]) * CoverageTicks.Size * SamplePartMl;

    /// <summary>
    /// Sum over the samples of weight (mL) times value: the mass in g of a density in g/mL, the activity in Bq of a concentration in Bq/mL.
    /// Null where no sample lies in the image.
    /// </summary>
    /// <param name="volume">Number of the volume.</param>
    public double? Integral(int volume) => Mean(volume) * WeightMl;

    /// <summary>Weighted mean of a volume; null where no sample lies in the image.</summary>
    /// <param name="volume">Number of the volume.</param>
    public double? Mean(int volume) => Count == 0 ? null : Moments(volume).Mean;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (float[] array in _values)
        {
            ArrayPool<float>.Shared.Return(array);
        }

        if (_coverages is not null)
        {
            ArrayPool<float>.Shared.Return(_coverages);
        }

        (_values, _coverages) = ([], null);
    }

    /// <summary>One volume made of the samples' values, at the same points and weights; dispose of it apart.</summary>
    /// <param name="valueOf">The value of a sample by its number; called from several threads.</param>
    internal StructureSamples Combined(Func<int, float> valueOf)
    {
        const int chunkLength = 1 << 14;
        float[] values = ArrayPool<float>.Shared.Rent(Count);
        Chunks.ForEach((Count + chunkLength - 1) / chunkLength, chunk =>
        {
            for (int n = chunk * chunkLength; n < Math.Min(Count, (chunk + 1) * chunkLength); n++)
            {
                values[n] = valueOf(n);
            }
        });
        float[]? coverages = null;
        if (_coverages is not null)
        {
            coverages = ArrayPool<float>.Shared.Rent(Count);
            _coverages.AsSpan(0, Count).CopyTo(coverages);
        }

        return new(VolumeMl, SamplePartMl, UniformCoverage, coverages, [values], Count);
    }

    /// <summary>Coverages of a stretch of samples; empty where all share <see cref="UniformCoverage"/>.</summary>
    internal ReadOnlySpan<float> Coverages(int start, int length) => _coverages is null ? default : _coverages.AsSpan(start, length);

    /// <summary>Moments of a volume, computed once; at least one sample must lie in the image.</summary>
    internal SampleMoments Moments(int volume) => _moments[volume] ??= SampleMoments.Of(this, volume);

    /// <summary>Counts of a volume by steps of dose, made once; null where its doses are too equal. At least one sample must lie in the image.</summary>
    internal StepCounter? Steps(int volume)
    {
        if (!_steps[volume].Tried)
        {
            _steps[volume] = (true, StepCounter.TryCreate(this, volume));
        }

        return _steps[volume].Counter;
    }
}
