using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// The curve for dvh.csv and the picture. Its doses are steps of one width, but the share at each is exact; no statistic is
/// read off it. It begins at 0 Gy (below 1 there only where samples are negative), never rises, and ends at the first step above the maximum.
/// </summary>
public static class CumulativeDvh
{
    private const int MaxPoints = 512;

    /// <summary>The curve of one dose volume.</summary>
    /// <param name="samples">The structure on the image.</param>
    /// <param name="volume">Which of the samples' volumes is the dose, Gy.</param>
    /// <param name="structure">Name of the structure.</param>
    /// <param name="method">Id of the dose method.</param>
    /// <param name="stepGy">Width of a step; null for the 1-2-5 step that gives 200 to 510 points.</param>
    /// <returns>Points in ascending order of dose; none where no sample lies in the image.</returns>
    public static DvhCurve Compute(StructureSamples samples, int volume, string structure, string method, double? stepGy = null)
    {
        if (samples.Count == 0)
        {
            return new(structure, method, [], []);
        }

        double max = SampleMoments.Of(samples, volume).Max;
        double step = stepGy ?? NiceStep(max);
        if (!(step > 0 && max / step < 1e6))
        {
            throw new ArgumentOutOfRangeException(nameof(stepGy), stepGy, $"the step must be above 0 and give less than a million points up to {max:g4} Gy");
        }

        long[] counts = Count(samples, samples.Values[volume], step, (int)Math.Max(0, max / step) + 2);
        // Rounding of max / step may have added a step beyond the first without volume.
        int points = counts.Length > 2 && counts[^2] == 0 ? counts.Length - 1 : counts.Length;
        double[] doses = new double[points];
        double[] fractions = new double[points];
        long above = 0;
        for (int n = points - 1; n >= 0; n--)
        {
            above += counts[n];
            (doses[n], fractions[n]) = (n * step, above / (double)samples.TotalTicks);
        }

        return new(structure, method, doses, fractions);
    }

    /// <summary>The differential histogram of a curve: share of the weight per Gy, at the lower edge of each of its steps.</summary>
    /// <param name="cumulative">A cumulative curve.</param>
    public static DvhCurve Differential(DvhCurve cumulative)
    {
        int steps = Math.Max(0, cumulative.DoseGy.Count - 1);
        double[] density = new double[steps];
        for (int n = 0; n < steps; n++)
        {
            density[n] = (cumulative.VolumeFraction[n] - cumulative.VolumeFraction[n + 1]) / (cumulative.DoseGy[n + 1] - cumulative.DoseGy[n]);
        }

        return cumulative with { DoseGy = [.. cumulative.DoseGy.Take(steps)], VolumeFraction = density };
    }

    private static double NiceStep(double max)
    {
        if (max <= 0)
        {
            return 1;
        }

        double least = max / (MaxPoints - 2);
        double decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return least <= decade ? decade : least <= 2 * decade ? 2 * decade : least <= 5 * decade ? 5 * decade : 10 * decade;
    }

    private static long[] Count(StructureSamples samples, float[] values, double step, int bins)
    {
        const int chunkLength = 1 << 16;
        long[] total = new long[bins];
        long uniform = CoverageTicks.Of(samples.UniformCoverage);
        int chunks = (samples.Count + chunkLength - 1) / chunkLength;
        Parallel.For(
            0,
            chunks,
            () => new long[bins],
            (chunk, _, local) =>
            {
                int end = Math.Min(samples.Count, (chunk + 1) * chunkLength);
                for (int n = chunk * chunkLength; n < end; n++)
                {
                    int bin = BinOf(values[n], step);
                    if (bin >= 0)
                    {
                        local[bin] += samples.Coverages is { } coverages ? CoverageTicks.Of(coverages[n]) : uniform;
                    }
                }

                return local;
            },
            local =>
            {
                lock (total)
                {
                    for (int n = 0; n < bins; n++)
                    {
                        total[n] += local[n];
                    }
                }
            });
        return total;
    }

    /// <summary>The step that a dose belongs to, judged by the very products n x step that are reported.</summary>
    private static int BinOf(double dose, double step)
    {
        if (dose < 0)
        {
            return -1;
        }

        int bin = (int)(dose / step);
        return bin > 0 && dose < bin * step ? bin - 1 : dose >= (bin + 1) * step ? bin + 1 : bin;
    }
}
