namespace VoxelDose.Engine.Statistics;

/// <summary>Counts the weight of samples by one digit of their key (11, 11, then 10 bits), apart for each prefix of digits asked for.</summary>
internal sealed class DigitCounter
{
    internal const int Levels = 3;

    private const int HighShift = 21;
    private const int MiddleShift = 10;
    private const int Wide = 1 << 11;
    private const int Narrow = 1 << 10;
    private const int ChunkLength = 1 << 16;

    /// <summary>Counters that take turns in the first pass, so that neighbouring samples of like dose do not wait for one another.</summary>
    private const int Lanes = 4;

    private readonly StructureSamples _samples;
    private readonly int _volume;
    private readonly Dictionary<uint, int> _slotOfPrefix = [];
    private readonly int[] _slotOfHigh = new int[Wide];
    private int[] _slotOfMiddle = [];
    private long[] _counts = [];
    private int _width;

    internal DigitCounter(StructureSamples samples, int volume)
    {
        _samples = samples;
        _volume = volume;
    }

    internal static int Digit(uint key, int level) => level switch
    {
        0 => (int)(key >> HighShift),
        1 => (int)(key >> MiddleShift) & (Wide - 1),
        _ => (int)key & (Narrow - 1),
    };

    /// <summary>Weights by digit, for a prefix given to the last <see cref="Count"/>.</summary>
    internal ReadOnlySpan<long> Of(uint prefix) => _counts.AsSpan(_slotOfPrefix[prefix] * _width, _width);

    /// <summary>Counts the digit of a level for the prefixes of digits above it (all 0 at level 0).</summary>
    internal void Count(int level, ReadOnlySpan<uint> prefixes)
    {
        _slotOfPrefix.Clear();
        foreach (uint prefix in prefixes)
        {
            _slotOfPrefix.TryAdd(prefix, _slotOfPrefix.Count);
        }

        // Samples that lead to no answer are counted too, in a slot that nobody reads: cheaper than a branch that is often guessed wrong.
        int unread = _slotOfPrefix.Count;
        if (level == 1)
        {
            Array.Fill(_slotOfHigh, unread);
            foreach ((uint prefix, int slot) in _slotOfPrefix)
            {
                _slotOfHigh[prefix] = slot;
            }
        }
        else if (level == 2)
        {
            _slotOfMiddle = new int[Wide * (_slotOfHigh.Max() + 1)];
            Array.Fill(_slotOfMiddle, unread);
            foreach ((uint prefix, int slot) in _slotOfPrefix)
            {
                _slotOfMiddle[(_slotOfHigh[prefix / Wide] * Wide) + (prefix % Wide)] = slot;
            }
        }

        _width = level == 2 ? Narrow : Wide;
        _counts = new long[(_slotOfPrefix.Count + 1) * _width];
        int local = level == 0 ? Lanes * Wide : _counts.Length;
        int chunks = (_samples.Count + ChunkLength - 1) / ChunkLength;
        if (_samples.HasCoverages)
        {
            Chunks.Accumulate(chunks, () => new long[local], (chunk, counts) =>
            {
                int start = chunk * ChunkLength;
                int length = Math.Min(_samples.Count - start, ChunkLength);
                AddWeights(level, _samples.Values(_volume).Slice(start, length), _samples.Coverages(start, length), counts);
            }, counts => Merge(level, counts));
        }
        else
        {
            long ticks = CoverageTicks.Of(_samples.UniformCoverage);
            Chunks.Accumulate(chunks, () => new int[local], (chunk, counts) =>
            {
                int start = chunk * ChunkLength;
                AddOnes(level, _samples.Values(_volume).Slice(start, Math.Min(_samples.Count - start, ChunkLength)), counts);
            }, counts => Merge(level, Array.ConvertAll(counts, count => count * ticks)));
        }
    }

    private void Merge(int level, long[] counts)
    {
        for (int n = 0; n < counts.Length; n++)
        {
            _counts[level == 0 ? n % Wide : n] += counts[n];
        }
    }

    private void AddWeights(int level, ReadOnlySpan<float> values, ReadOnlySpan<float> coverages, long[] counts)
    {
        for (int n = 0; n < values.Length; n++)
        {
            uint key = DoseKey.Of(values[n]);
            int counter = level == 0 ? ((n % Lanes) * Wide) + (int)(key >> HighShift) : level == 1 ? Middle(key) : Low(key);
            counts[counter] += CoverageTicks.Of(coverages[n]);
        }
    }

    private void AddOnes(int level, ReadOnlySpan<float> values, int[] counts)
    {
        switch (level)
        {
            case 0:
                for (int n = 0; n < values.Length; n++)
                {
                    counts[((n % Lanes) * Wide) + (int)(DoseKey.Of(values[n]) >> HighShift)]++;
                }

                break;
            case 1:
                foreach (float value in values)
                {
                    counts[Middle(DoseKey.Of(value))]++;
                }

                break;
            default:
                foreach (float value in values)
                {
                    counts[Low(DoseKey.Of(value))]++;
                }

                break;
        }
    }

    private int Middle(uint key) => (_slotOfHigh[key >> HighShift] * Wide) + ((int)(key >> MiddleShift) & (Wide - 1));

    private int Low(uint key) => (_slotOfMiddle[Middle(key)] * Narrow) + ((int)key & (Narrow - 1));
}
