namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Weight and number of samples in equal steps of dose between the smallest and the largest sample. The step of a value is
/// computed by float operations that keep order, so that steps partition the samples exactly, whatever their edges are.
/// </summary>
internal sealed class StepCounter
{
    internal const int Steps = 1 << 12;

    private const int ChunkLength = 1 << 15;

    private readonly StructureSamples _samples;
    private readonly int _volume;
    private readonly float _min;
    private readonly float _perGy;
    private readonly int[] _numbers = new int[Steps];
    private readonly long[] _ticks = new long[Steps];
    private readonly long[] _above = new long[Steps];

    private StepCounter(StructureSamples samples, int volume, float min, float perGy)
    {
        _samples = samples;
        _volume = volume;
        _min = min;
        _perGy = perGy;
        Count();
        for (int step = Steps - 2; step >= 0; step--)
        {
            _above[step] = _above[step + 1] + _ticks[step + 1];
        }
    }

    private int ChunkCount => (_samples.Count + ChunkLength - 1) / ChunkLength;

    /// <summary>Counts; null where the doses are too equal, or too far apart, for steps between them.</summary>
    internal static StepCounter? TryCreate(StructureSamples samples, int volume)
    {
        SampleMoments moments = samples.Moments(volume);
        float perGy = Steps / ((float)moments.Max - (float)moments.Min);
        return float.IsNormal(perGy) ? new(samples, volume, (float)moments.Min, perGy) : null;
    }

    /// <summary>Step of a value; the first or last one for values beyond the samples.</summary>
    internal int StepOf(float value) => (int)Math.Clamp((value - _min) * _perGy, 0, Steps - 1);

    /// <summary>Weight in a step, ticks.</summary>
    internal long In(int step) => _ticks[step];

    /// <summary>Weight in all steps above one, ticks.</summary>
    internal long Above(int step) => _above[step];

    /// <summary>Number of samples in a step.</summary>
    internal long SamplesIn(int step) => _numbers[step];

    /// <summary>Keys of the samples in some steps, ascending, and their weights in ticks.</summary>
    internal (uint[] Keys, long[] Ticks) Gather(IReadOnlySet<int> steps, int count)
    {
        bool[] wanted = new bool[Steps];
        foreach (int step in steps)
        {
            wanted[step] = true;
        }

        uint[] keys = new uint[count];
        long[] ticks = new long[count];
        Array.Fill(ticks, CoverageTicks.Of(_samples.UniformCoverage));
        int end = 0;
        Chunks.Accumulate(ChunkCount, () => (Keys: new uint[ChunkLength], Ticks: new long[_samples.HasCoverages ? ChunkLength : 0]), (chunk, local) =>
        {
            int start = chunk * ChunkLength;
            int length = Math.Min(_samples.Count - start, ChunkLength);
            ReadOnlySpan<float> values = _samples.Values(_volume).Slice(start, length);
            ReadOnlySpan<float> coverages = _samples.Coverages(start, length);
            int found = 0;
            for (int n = 0; n < values.Length; n++)
            {
                if (wanted[StepOf(values[n])])
                {
                    local.Keys[found] = DoseKey.Of(values[n]);
                    if (!coverages.IsEmpty)
                    {
                        local.Ticks[found] = CoverageTicks.Of(coverages[n]);
                    }

                    found++;
                }
            }

            int target = Interlocked.Add(ref end, found) - found;
            local.Keys.AsSpan(0, found).CopyTo(keys.AsSpan(target));
            if (_samples.HasCoverages)
            {
                local.Ticks.AsSpan(0, found).CopyTo(ticks.AsSpan(target));
            }
        }, _ => { });
        if (_samples.HasCoverages)
        {
            Array.Sort(keys, ticks);
        }
        else
        {
            Array.Sort(keys);
        }

        return (keys, ticks);
    }

    /// <summary>Index after the last of the sorted keys that lies in a step or below it.</summary>
    internal int EndOf(int step, uint[] sorted)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = StepOf(DoseKey.Value(sorted[middle])) <= step ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Count()
    {
        Chunks.Accumulate(ChunkCount, () => (Numbers: new int[Steps], Ticks: new long[_samples.HasCoverages ? Steps : 0]), (chunk, local) =>
        {
            int start = chunk * ChunkLength;
            int length = Math.Min(_samples.Count - start, ChunkLength);
            ReadOnlySpan<float> values = _samples.Values(_volume).Slice(start, length);
            ReadOnlySpan<float> coverages = _samples.Coverages(start, length);
            for (int n = 0; n < values.Length; n++)
            {
                int step = StepOf(values[n]);
                local.Numbers[step]++;
                if (!coverages.IsEmpty)
                {
                    local.Ticks[step] += CoverageTicks.Of(coverages[n]);
                }
            }
        }, local =>
        {
            long uniform = CoverageTicks.Of(_samples.UniformCoverage);
            for (int step = 0; step < Steps; step++)
            {
                _numbers[step] += local.Numbers[step];
                _ticks[step] += _samples.HasCoverages ? local.Ticks[step] : local.Numbers[step] * uniform;
            }
        });
    }
}
