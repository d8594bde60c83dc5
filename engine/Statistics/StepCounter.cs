using System.Numerics;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Weight and number of samples in equal steps of dose between the smallest and the largest sample. The width is a power of two, so that
/// scaling a float32 dose by it is exact: the steps' edges are whole multiples of the width, to the bit.
/// </summary>
internal sealed class StepCounter
{
    internal const int Steps = 1 << 12;

    private const int ChunkLength = 1 << 15;
    private const int BlockLength = 1 << 10;

    /// <summary>Largest multiple of the width at which float32 still resolves every step.</summary>
    private const double MostMultiple = 1 << 23;

    private readonly StructureSamples _samples;
    private readonly int _volume;
    private readonly float _perGy;
    private readonly float _first;
    private readonly int[] _numbers = new int[Steps];
    private readonly long[] _ticks = new long[Steps];
    private readonly long[] _above = new long[Steps];

    private StepCounter(StructureSamples samples, int volume, double widthGy, double first)
    {
        _samples = samples;
        _volume = volume;
        WidthGy = widthGy;
        _perGy = (float)(1 / widthGy);
        _first = (float)first;
        Count();
        for (int step = Steps - 2; step >= 0; step--)
        {
            _above[step] = _above[step + 1] + _ticks[step + 1];
        }
    }

    /// <summary>Width of a step, Gy: a power of two.</summary>
    internal double WidthGy { get; }

    private int ChunkCount => (_samples.Count + ChunkLength - 1) / ChunkLength;

    /// <summary>Counts; null where the doses are too equal for steps between them.</summary>
    internal static StepCounter? TryCreate(StructureSamples samples, int volume)
    {
        SampleMoments moments = samples.Moments(volume);
        double widthGy = Math.ScaleB(1, (int)Math.Ceiling(Math.Log2((moments.Max - moments.Min) / (Steps - 2))));
        return float.IsNormal((float)widthGy) && float.IsNormal((float)(1 / widthGy)) &&
            Math.Max(Math.Abs(moments.Min), Math.Abs(moments.Max)) < MostMultiple * widthGy
                ? new(samples, volume, widthGy, Math.Floor(moments.Min / widthGy))
                : null;
    }

    /// <summary>Step of a value; the first or last one for values beyond the samples.</summary>
    internal int StepOf(float value) => (int)Math.Clamp(MathF.Floor(value * _perGy) - _first, 0, Steps - 1);

    /// <summary>Weight at or above a whole multiple of the width, ticks.</summary>
    internal long AtOrAbove(double multiple)
    {
        double step = multiple - _first;
        return step <= 0 ? _above[0] + _ticks[0] : step >= Steps ? 0 : _above[(int)step] + _ticks[(int)step];
    }

    /// <summary>Weight in a step, ticks.</summary>
    internal long In(int step) => _ticks[step];

    /// <summary>Weight in all steps above one, ticks.</summary>
    internal long Above(int step) => _above[step];

    /// <summary>Number of samples in a step.</summary>
    internal long SamplesIn(int step) => _numbers[step];

    /// <summary>The samples of some steps, apart by step.</summary>
    internal StepSamples Gather(IReadOnlySet<int> steps)
    {
        var gathered = new StepSamples(steps, this, _samples.HasCoverages, CoverageTicks.Of(_samples.UniformCoverage));
        Chunks.Accumulate(steps.Count == 0 ? 0 : ChunkCount, gathered.CreateBatch, (chunk, batch) =>
        {
            Span<int> block = stackalloc int[BlockLength];
            int stop = Math.Min(_samples.Count, (chunk + 1) * ChunkLength);
            for (int start = chunk * ChunkLength; start < stop; start += BlockLength)
            {
                int length = Math.Min(BlockLength, stop - start);
                ReadOnlySpan<float> values = _samples.Values(_volume).Slice(start, length);
                StepsOf(values, block);
                batch.Add(block[..length], values, _samples.Coverages(start, length));
            }
        }, gathered.Merge);
        return gathered;
    }

    private void Count() =>
        Chunks.Accumulate(ChunkCount, () => (Numbers: new int[Steps], Ticks: new long[_samples.HasCoverages ? Steps : 0]), (chunk, local) =>
        {
            Span<int> block = stackalloc int[BlockLength];
            int stop = Math.Min(_samples.Count, (chunk + 1) * ChunkLength);
            for (int start = chunk * ChunkLength; start < stop; start += BlockLength)
            {
                int length = Math.Min(BlockLength, stop - start);
                StepsOf(_samples.Values(_volume).Slice(start, length), block);
                ReadOnlySpan<float> coverages = _samples.Coverages(start, length);
                foreach (int step in block[..length])
                {
                    local.Numbers[step]++;
                }

                for (int n = 0; n < coverages.Length; n++)
                {
                    local.Ticks[block[n]] += CoverageTicks.Of(coverages[n]);
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

    /// <summary>Steps of samples; all lie between the first and the last step, so nothing is clamped.</summary>
    private void StepsOf(ReadOnlySpan<float> values, Span<int> steps)
    {
        var perGy = new Vector<float>(_perGy);
        var first = new Vector<float>(_first);
        int n = 0;
        for (; n <= values.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            Vector.ConvertToInt32Native(Vector.Floor(new Vector<float>(values[n..]) * perGy) - first).CopyTo(steps[n..]);
        }

        for (; n < values.Length; n++)
        {
            steps[n] = StepOf(values[n]);
        }
    }
}
