using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// The curve for dvh.csv and the picture. Its doses are steps of one width, but the share at each is exact; no statistic is
/// read off it. It begins at 0 Gy (below 1 there only where samples are negative), never rises, and ends at the first step above the maximum.
/// </summary>
public static class CumulativeDvh
{
    private const int MaxPoints = 512;
    private const int MostSteps = 4096;

    /// <summary>Share of a step by which a float32 quotient may be wrong: 2^-23 of at most 4,096 steps is 5e-4.</summary>
    private const float EdgeDoubt = 1e-3f;

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

        double max = samples.Moments(volume).Max;
        double step = stepGy ?? NiceStep(max);
        if (!(step > 0 && max / step <= MostSteps))
        {
            throw new ArgumentOutOfRangeException(nameof(stepGy), stepGy, $"the step must be above 0 and give at most {MostSteps} points up to {max:g4} Gy");
        }

        long[] counts = Count(samples, volume, step, (int)Math.Max(0, max / step) + 2);
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

    private static long[] Count(StructureSamples samples, int volume, double step, int bins)
    {
        const int chunkLength = 1 << 16;
        long[] total = new long[bins];
        int chunks = (samples.Count + chunkLength - 1) / chunkLength;
        Chunks.Accumulate(
            chunks,
            () => new long[bins],
            (chunk, local) =>
            {
                int start = chunk * chunkLength;
                int length = Math.Min(samples.Count - start, chunkLength);
                Add(samples.Values(volume).Slice(start, length), samples.Coverages(start, length), CoverageTicks.Of(samples.UniformCoverage), step, local);
            },
            local =>
            {
                for (int n = 0; n < bins; n++)
                {
                    total[n] += local[n];
                }
            });
        return total;
    }

    private static void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> coverages, long uniformTicks, double step, long[] counts)
    {
        float perStep = (float)(1 / step);
        for (int n = 0; n < values.Length; n++)
        {
            float dose = values[n];
            if (dose >= 0)
            {
                float position = dose * perStep;
                int bin = (int)position;
                float fraction = position - bin;
                if (fraction < EdgeDoubt || fraction > 1 - EdgeDoubt)
                {
                    bin = AtEdge(dose, bin, step);
                }

                counts[bin] += coverages.IsEmpty ? uniformTicks : CoverageTicks.Of(coverages[n]);
            }
        }
    }

    /// <summary>Where float32 cannot tell, the very products n x step that are reported decide.</summary>
    private static int AtEdge(double dose, int bin, double step)
    {
        bin += dose >= (bin + 1) * step ? 1 : 0;
        return bin > 0 && dose < bin * step ? bin - 1 : bin;
    }
}
