namespace VoxelDose.Engine.Statistics;

/// <summary>
/// The samples of the few steps in which an answer lies, each step apart, and the choice among them. Workers fill batches of their own, so
/// that no counter is shared between cores.
/// </summary>
internal sealed class StepSamples
{
    private const ushort Unwanted = 0;

    private readonly ushort[] _numberOf = new ushort[StepCounter.Steps];
    private readonly uint[][] _keys;
    private readonly long[][]? _ticks;
    private readonly int[] _ends;
    private readonly bool[] _sorted;
    private readonly long _uniformTicks;

    /// <summary>Room for the samples of some steps.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="counter">Who counted the samples in each.</param>
    /// <param name="hasCoverages">True where samples differ in weight.</param>
    /// <param name="uniformTicks">Weight of every sample where they do not.</param>
    internal StepSamples(IReadOnlySet<int> steps, StepCounter counter, bool hasCoverages, long uniformTicks)
    {
        _keys = new uint[steps.Count][];
        _ticks = hasCoverages ? new long[steps.Count][] : null;
        _ends = new int[steps.Count];
        _sorted = new bool[steps.Count];
        _uniformTicks = uniformTicks;
        foreach ((int number, int step) in steps.Index())
        {
            _numberOf[step] = (ushort)(number + 1);
            _keys[number] = new uint[counter.SamplesIn(step)];
            if (_ticks is not null)
            {
                _ticks[number] = new long[_keys[number].Length];
            }
        }
    }

    internal Batch CreateBatch() => new(_numberOf, _ticks is not null);

    /// <summary>Takes over what a worker found; one worker at a time.</summary>
    internal void Merge(Batch batch)
    {
        for (int n = 0; n < batch.Count; n++)
        {
            int number = batch.Numbers[n] - 1;
            int target = _ends[number]++;
            _keys[number][target] = DoseKey.Of(batch.Values[n]);
            if (_ticks is not null)
            {
                _ticks[number][target] = CoverageTicks.Of(batch.Coverages[n]);
            }
        }
    }

    /// <summary>Key of the largest sample of a step at which the weight from above suffices.</summary>
    /// <param name="step">One of the steps.</param>
    /// <param name="above">Weight in all steps above, ticks.</param>
    /// <param name="suffices">Whether a weight is enough; it is for the whole step's.</param>
    internal uint KeyWhere(int step, long above, Func<long, bool> suffices)
    {
        int number = _numberOf[step] - 1;
        uint[] keys = _keys[number];
        if (_ticks is null)
        {
            // Every sample weighs the same: how many are needed is found by halving, which one it is by selection.
            (int few, int enough) = (0, keys.Length);
            while (enough - few > 1)
            {
                int middle = (few + enough) / 2;
                (few, enough) = suffices(above + (middle * _uniformTicks)) ? (few, middle) : (middle, enough);
            }

            return Selection.Smallest(keys, keys.Length - enough);
        }

        Sort(number);
        int n = keys.Length;
        long sum = above;
        while (!suffices(sum += _ticks[number][--n]))
        {
        }

        return keys[n];
    }

    /// <summary>Weight of the samples of a step at or above a key, ticks.</summary>
    internal long AtOrAbove(int step, uint key)
    {
        int number = _numberOf[step] - 1;
        long sum = 0;
        for (int n = 0; n < _keys[number].Length; n++)
        {
            sum += _keys[number][n] >= key ? _ticks is null ? _uniformTicks : _ticks[number][n] : 0;
        }

        return sum;
    }

    private void Sort(int number)
    {
        if (!_sorted[number])
        {
            Array.Sort(_keys[number], _ticks![number]);
            _sorted[number] = true;
        }
    }

    /// <summary>What one worker found.</summary>
    internal sealed class Batch(ushort[] numberOf, bool hasCoverages)
    {
        internal int Count { get; private set; }

        internal ushort[] Numbers { get; private set; } = new ushort[256];

        internal float[] Values { get; private set; } = new float[256];

        internal float[] Coverages { get; private set; } = hasCoverages ? new float[256] : [];

        /// <summary>Keeps the samples of a block whose step is wanted.</summary>
        internal void Add(ReadOnlySpan<int> steps, ReadOnlySpan<float> values, ReadOnlySpan<float> coverages)
        {
            const int group = 8;
            EnsureRoom(steps.Length);
            int n = 0;
            for (; n <= steps.Length - group; n += group)
            {
                // Few samples are wanted: most groups are passed over whole.
                ReadOnlySpan<int> eight = steps.Slice(n, group);
                if ((numberOf[eight[0]] | numberOf[eight[1]] | numberOf[eight[2]] | numberOf[eight[3]] |
                    numberOf[eight[4]] | numberOf[eight[5]] | numberOf[eight[6]] | numberOf[eight[7]]) != Unwanted)
                {
                    Keep(n, n + group, steps, values, coverages);
                }
            }

            Keep(n, steps.Length, steps, values, coverages);
        }

        private void Keep(int start, int end, ReadOnlySpan<int> steps, ReadOnlySpan<float> values, ReadOnlySpan<float> coverages)
        {
            for (int n = start; n < end; n++)
            {
                // Written always, kept by moving on: a branch here would be mispredicted.
                ushort number = numberOf[steps[n]];
                Numbers[Count] = number;
                Values[Count] = values[n];
                if (hasCoverages)
                {
                    Coverages[Count] = coverages[n];
                }

                Count += number == Unwanted ? 0 : 1;
            }
        }

        private void EnsureRoom(int more)
        {
            if (Count + more < Values.Length)
            {
                return;
            }

            int length = 2 * (Count + more);
            ushort[] numbers = Numbers;
            float[] values = Values;
            Array.Resize(ref numbers, length);
            Array.Resize(ref values, length);
            (Numbers, Values) = (numbers, values);
            if (hasCoverages)
            {
                float[] coverages = Coverages;
                Array.Resize(ref coverages, length);
                Coverages = coverages;
            }
        }
    }
}
