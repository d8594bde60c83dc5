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
    private readonly float[] _values;
    private readonly Dictionary<uint, int> _slotOfPrefix = [];
    private readonly short[] _slotOfHigh = new short[Wide];
    private short[] _slotOfMiddle = [];
    private long[] _counts = [];
    private int _width;

    internal DigitCounter(StructureSamples samples, float[] values)
    {
        _samples = samples;
        _values = values;
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

        if (level == 1)
        {
            Array.Fill(_slotOfHigh, (short)-1);
            foreach ((uint prefix, int slot) in _slotOfPrefix)
            {
                _slotOfHigh[prefix] = (short)slot;
            }
        }
        else if (level == 2)
        {
            _slotOfMiddle = new short[Wide * (_slotOfHigh.Max() + 1)];
            Array.Fill(_slotOfMiddle, (short)-1);
            foreach ((uint prefix, int slot) in _slotOfPrefix)
            {
                _slotOfMiddle[(_slotOfHigh[prefix / Wide] * Wide) + (prefix % Wide)] = (short)slot;
            }
        }

        _width = level == 2 ? Narrow : Wide;
        int counters = _slotOfPrefix.Count * _width;
        _counts = new long[counters];
        int lanes = level == 0 ? Lanes : 1;
        int chunks = (_samples.Count + ChunkLength - 1) / ChunkLength;
        Parallel.For(
            0,
            chunks,
            () => new long[counters * lanes],
            (chunk, _, local) =>
            {
                int start = chunk * ChunkLength;
                CountChunk(level, start, Math.Min(_samples.Count, start + ChunkLength), local);
                return local;
            },
            local =>
            {
                lock (_counts)
                {
                    for (int n = 0; n < local.Length; n++)
                    {
                        _counts[n % counters] += local[n];
                    }
                }
            });
    }

    private void CountChunk(int level, int start, int end, long[] counts)
    {
        ReadOnlySpan<float> values = _values.AsSpan(start, end - start);
        ReadOnlySpan<float> coverages = _samples.Coverages is { } c ? c.AsSpan(start, end - start) : default;
        long uniform = CoverageTicks.Of(_samples.UniformCoverage);
        for (int n = 0; n < values.Length; n++)
        {
            uint key = DoseKey.Of(values[n]);
            int counter = level switch
            {
                0 => ((n % Lanes) * Wide) + (int)(key >> HighShift),
                1 => Middle(key),
                _ => Low(key),
            };
            if (counter >= 0)
            {
                counts[counter] += coverages.IsEmpty ? uniform : CoverageTicks.Of(coverages[n]);
            }
        }
    }

    private int Middle(uint key)
    {
        int slot = _slotOfHigh[key >> HighShift];
        return slot < 0 ? -1 : (slot * Wide) + ((int)(key >> MiddleShift) & (Wide - 1));
    }

    private int Low(uint key)
    {
        int middle = Middle(key);
        int slot = middle < 0 ? -1 : _slotOfMiddle[middle];
        return slot < 0 ? -1 : (slot * Narrow) + ((int)key & (Narrow - 1));
    }
}
