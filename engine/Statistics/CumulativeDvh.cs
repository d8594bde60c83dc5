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
    /// <param name="stepGy">Width of a step; null for the 1-2-5 step that gives 200 to 500 points.</param>
    /// <returns>Points in ascending order of dose; none where no sample lies in the image.</returns>
    public static IReadOnlyList<DvhPoint> Compute(StructureSamples samples, int volume, double? stepGy = null)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        double max = SampleMoments.Of(samples, volume).Max;
        double step = stepGy ?? NiceStep(max);
        if (!(step > 0 && max / step < 1e6))
        {
            throw new ArgumentOutOfRangeException(nameof(stepGy), stepGy, $"the step must be above 0 and give less than a million points up to {max:g4} Gy");
        }

        int bins = (int)Math.Max(0, max / step) + 2;
        long[] counts = Count(samples, samples.Values[volume], step, bins);
        var points = new DvhPoint[bins];
        long above = 0;
        for (int n = bins - 1; n >= 0; n--)
        {
            above += counts[n];
            points[n] = new(n * step, above / (double)samples.TotalTicks);
        }

        // Rounding of max / step may leave one bin too many.
        return bins > 2 && points[^2].VolumeFraction == 0 ? points[..^1] : points;
    }

    /// <summary>Share of the weight in each step of a curve: the differential histogram, fraction per Gy at the lower edges.</summary>
    /// <param name="cumulative">A curve with steps of one width.</param>
    public static IReadOnlyList<DvhPoint> Differential(IReadOnlyList<DvhPoint> cumulative) =>
        [.. cumulative.Zip(cumulative.Skip(1), (a, b) => new DvhPoint(a.DoseGy, (a.VolumeFraction - b.VolumeFraction) / (b.DoseGy - a.DoseGy)))];

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
