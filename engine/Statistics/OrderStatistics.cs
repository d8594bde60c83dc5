namespace VoxelDose.Engine.Statistics;

/// <summary>
/// D_x and V_x of weighted samples, exact. A first pass counts the weight in steps between the smallest and the largest dose, and answers V_x at
/// the steps' edges; a second
/// gathers the samples of those steps alone in which an answer lies, and sorting these few gives it to the bit. Where that does not narrow things
/// down (many equal doses, far outliers), the samples are counted digit by digit of their key instead (<see cref="DigitCounter"/>), linear
/// for any distribution. Weights are whole numbers, so that the answer depends on neither order nor threads.
/// </summary>
internal static class OrderStatistics
{
    /// <summary>Percent is resolved to a millionth, as a whole number.</summary>
    private const double PercentResolution = 1e6;

    /// <summary>Up to this many samples sorting is quicker than counting, however they are distributed.</summary>
    private const int AlwaysSort = 1 << 12;

    /// <summary>Largest share of the samples that is worth sorting.</summary>
    private const double WorthSorting = 0.1;

    /// <summary>The weight of a share of all samples: ticks times 10^8, whole, so that no rounding decides a tie.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="percent">The share, in (0, 100] percent, resolved to a millionth.</param>
    internal static Int128 NeededForPercent(StructureSamples samples, double percent) =>
        (Int128)Math.Round(percent * PercentResolution) * samples.TotalTicks;

    /// <summary>The weight of a volume, in the same unit; a volume within 10^-12 above a whole number of samples counts as that number.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="volumeMl">The volume, mL, above 0 and no more than all samples weigh.</param>
    internal static Int128 NeededForVolume(StructureSamples samples, double volumeMl) => Int128.Min(
        (Int128)(volumeMl / (samples.SamplePartMl * CoverageTicks.Size) * 100 * PercentResolution * (1 - 1e-12)),
        NeededForPercent(samples, 100));

    /// <summary>Finds the largest dose that each share of the weight receives, and the share at or above each dose.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="volume">Which of the samples' volumes.</param>
    /// <param name="needed">The least weight that each dose is to carry at or above it, in the unit of <see cref="NeededForPercent"/>.</param>
    /// <param name="thresholdsGy">Doses of V_x.</param>
    internal static (double[] DosesGy, double[] Fractions) Solve(
        StructureSamples samples, int volume, Int128[] needed, ReadOnlySpan<double> thresholdsGy)
    {
        uint[] thresholds = new uint[thresholdsGy.Length];
        for (int n = 0; n < thresholds.Length; n++)
        {
            thresholds[n] = DoseKey.AtOrAbove(thresholdsGy[n]);
        }

        uint[] keys = new uint[needed.Length];
        long[] atOrAbove = new long[thresholds.Length];
        if (!BySteps(samples, volume, needed, keys, thresholds, atOrAbove))
        {
            ByDigits(samples, volume, needed, keys, thresholds, atOrAbove);
        }

        return (Array.ConvertAll(keys, key => (double)DoseKey.Value(key)), Array.ConvertAll(atOrAbove, ticks => ticks / (double)samples.TotalTicks));
    }

    private static bool Suffices(long ticks, Int128 needed) => (Int128)(100 * PercentResolution) * ticks >= needed;

    private static bool BySteps(
        StructureSamples samples, int volume, Int128[] needed, uint[] keys, uint[] thresholds, long[] atOrAbove)
    {
        if (samples.Steps(volume) is not { } counter)
        {
            return false;
        }

        var wanted = new HashSet<int>();
        int[] stepOfQuantile = Array.ConvertAll(needed, ticks =>
        {
            int step = StepCounter.Steps - 1;
            while (!Suffices(counter.Above(step) + counter.In(step), ticks))
            {
                step--;
            }

            return step;
        });
        wanted.UnionWith(stepOfQuantile);
        wanted.UnionWith(thresholds.Where(key => !IsEdge(key, counter)).Select(key => counter.StepOf(DoseKey.Value(key))));
        long candidates = wanted.Sum(counter.SamplesIn);
        if (candidates > Math.Max(AlwaysSort, WorthSorting * samples.Count))
        {
            return false;
        }

        StepSamples gathered = counter.Gather(wanted);
        for (int q = 0; q < keys.Length; q++)
        {
            Int128 enough = needed[q];
            keys[q] = gathered.KeyWhere(stepOfQuantile[q], counter.Above(stepOfQuantile[q]), ticks => Suffices(ticks, enough));
        }

        for (int t = 0; t < thresholds.Length; t++)
        {
            float value = DoseKey.Value(thresholds[t]);
            int step = counter.StepOf(value);
            atOrAbove[t] = IsEdge(thresholds[t], counter)
                ? counter.AtOrAbove(value / counter.WidthGy)
                : counter.Above(step) + gathered.AtOrAbove(step, thresholds[t]);
        }

        return true;
    }

    /// <summary>True where a dose is a whole multiple of the steps' width, so that the counts alone answer it.</summary>
    private static bool IsEdge(uint key, StepCounter counter)
    {
        double multiple = DoseKey.Value(key) / counter.WidthGy;
        return multiple == Math.Floor(multiple);
    }

    private static void ByDigits(
        StructureSamples samples, int volume, Int128[] needed, uint[] keys, uint[] thresholds, long[] atOrAbove)
    {
        // One search per answer: the digits of its key that are known so far, and the weight that lies above them.
        int searches = keys.Length + thresholds.Length;
        long[] above = new long[searches];
        uint[] prefixes = new uint[searches];
        var counter = new DigitCounter(samples, volume);
        for (int level = 0; level < DigitCounter.Levels; level++)
        {
            counter.Count(level, prefixes);
            for (int s = 0; s < searches; s++)
            {
                ReadOnlySpan<long> counts = counter.Of(prefixes[s]);
                int digit = counts.Length - 1;
                if (s < keys.Length)
                {
                    while (!Suffices(above[s] + counts[digit], needed[s]))
                    {
                        above[s] += counts[digit--];
                    }
                }
                else
                {
                    int wanted = DigitCounter.Digit(thresholds[s - keys.Length], level);
                    while (digit > wanted)
                    {
                        above[s] += counts[digit--];
                    }
                }

                prefixes[s] = (prefixes[s] * (uint)counts.Length) + (uint)digit;
                if (level == DigitCounter.Levels - 1 && s >= keys.Length)
                {
                    above[s] += counts[digit];
                }
            }
        }

        prefixes.AsSpan(0, keys.Length).CopyTo(keys);
        above.AsSpan(keys.Length).CopyTo(atOrAbove);
    }
}
