using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// The curve for dvh.csv and the picture. Its doses are steps of one width, but the share at each is exact; no statistic is
/// read off it. It begins at 0 Gy (below 1 there only where samples are negative), never rises, and ends at the first step above the maximum.
/// </summary>
public static class CumulativeDvh
{
    private const int MaxPoints = 512;

    /// <summary>The curve of one dose volume, at multiples of the power of two (in Gy) that gives 256 to 512 points.</summary>
    /// <param name="samples">The structure on the image.</param>
    /// <param name="volume">Which of the samples' volumes is the dose, Gy.</param>
    /// <param name="structure">Name of the structure.</param>
    /// <param name="method">Id of the dose method.</param>
    /// <returns>Points in ascending order of dose; none where no sample lies in the image.</returns>
    public static DvhCurve Compute(StructureSamples samples, int volume, string structure, string method)
    {
        if (samples.Count == 0)
        {
            return new(structure, method, [], []);
        }

        double max = samples.Moments(volume).Max;
        double stepGy = max > 0 ? Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(max / (MaxPoints - 2)))) : 1;
        double[] doses = [.. Enumerable.Range(0, (int)(Math.Max(0, max) / stepGy) + 2).Select(n => n * stepGy)];
        // The samples are counted at multiples of a smaller power of two already, unless they are nearly equal or mostly negative.
        double[] fractions = samples.Steps(volume) is { } counter && counter.WidthGy <= stepGy
            ? Array.ConvertAll(doses, dose => counter.AtOrAbove(dose / counter.WidthGy) / (double)samples.TotalTicks)
            : OrderStatistics.Solve(samples, volume, [], doses).Fractions;
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
}
