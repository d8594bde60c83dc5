namespace VoxelDose.Engine.Statistics;

/// <summary>
/// D_x and V_x of weighted samples, exact: no dose bins. The order-preserving integer form of float32 (<see cref="DoseKey"/>) is
/// counted digit by digit, each time only below the digits that lead to an answer: three linear passes, whatever the distribution; short arrays are sorted instead. Weights are whole numbers, so that the answer depends on neither order nor threads.
/// </summary>
internal static class OrderStatistics
{
    private const int SortBelow = 1 << 13;

    /// <summary>Percent is resolved to a millionth, as a whole number.</summary>
    private const double PercentResolution = 1e6;

    /// <summary>Finds the largest dose that each share of the weight receives, and the share at or above each dose.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="volume">Which of the samples' volumes.</param>
    /// <param name="percents">Shares x of D_x, in (0, 100] percent.</param>
    /// <param name="thresholdsGy">Doses of V_x.</param>
    internal static (double[] DosesGy, double[] Fractions) Solve(
        StructureSamples samples, int volume, ReadOnlySpan<double> percents, ReadOnlySpan<double> thresholdsGy)
    {
        var needed = new Int128[percents.Length];
        for (int n = 0; n < needed.Length; n++)
        {
            needed[n] = (Int128)Math.Round(percents[n] * PercentResolution) * samples.TotalTicks;
        }

        uint[] thresholds = new uint[thresholdsGy.Length];
        for (int n = 0; n < thresholds.Length; n++)
        {
            thresholds[n] = DoseKey.AtOrAbove(thresholdsGy[n]);
        }

        float[] values = samples.Values[volume];
        uint[] keys = new uint[needed.Length];
        long[] atOrAbove = new long[thresholds.Length];
        if (samples.Count < SortBelow)
        {
            BySort(samples, values, needed, keys, thresholds, atOrAbove);
        }
        else
        {
            ByCounting(samples, values, needed, keys, thresholds, atOrAbove);
        }

        return (Array.ConvertAll(keys, key => (double)DoseKey.Value(key)), Array.ConvertAll(atOrAbove, ticks => ticks / (double)samples.TotalTicks));
    }

    private static bool Suffices(long ticks, Int128 needed) => (Int128)(100 * PercentResolution) * ticks >= needed;

    private static void BySort(
        StructureSamples samples, float[] values, Int128[] needed, uint[] keys, uint[] thresholds, long[] atOrAbove)
    {
        uint[] sorted = Array.ConvertAll(values, DoseKey.Of);
        long[]? ticks = samples.Coverages is { } coverages ? Array.ConvertAll(coverages, CoverageTicks.Of) : null;
        long uniform = CoverageTicks.Of(samples.UniformCoverage);
        if (ticks is null)
        {
            Array.Sort(sorted);
        }
        else
        {
            Array.Sort(sorted, ticks);
        }

        bool[] found = new bool[keys.Length];
        long sum = 0;
        for (int n = sorted.Length - 1; n >= 0; n--)
        {
            sum += ticks is null ? uniform : ticks[n];
            for (int q = 0; q < keys.Length; q++)
            {
                if (!found[q] && Suffices(sum, needed[q]))
                {
                    (found[q], keys[q]) = (true, sorted[n]);
                }
            }

            for (int t = 0; t < thresholds.Length; t++)
            {
                if (sorted[n] >= thresholds[t])
                {
                    atOrAbove[t] = sum;
                }
            }
        }
    }

    private static void ByCounting(
        StructureSamples samples, float[] values, Int128[] needed, uint[] keys, uint[] thresholds, long[] atOrAbove)
    {
        // One search per answer: the digits of its key that are known so far, and the weight that lies above them.
        int searches = keys.Length + thresholds.Length;
        long[] above = new long[searches];
        uint[] prefixes = new uint[searches];
        var counter = new DigitCounter(samples, values);
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
