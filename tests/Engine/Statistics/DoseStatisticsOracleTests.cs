using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>Every statistic against a plain sort in double precision.</summary>
public sealed class DoseStatisticsOracleTests
{
    private static readonly double[] Percents = [98, 95, 90, 70, 50, 20, 5, 2];

    [Fact]
    public void Compute_TwoHundredRandomStructures_EqualSortOracle()
    {
        var random = new Random(20260923);
        for (int n = 0; n < 200; n++)
        {
            // Sizes spread evenly in their logarithm; three reach a million.
            int count = n < 3 ? 1_000_000 - n : n < 8 ? n - 2 : (int)Math.Pow(10, random.NextDouble() * 4.4);
            float[] doses = RandomDoses(random, count);
            float[]? coverages = n % 3 == 0 ? null : RandomCoverages(random, count);
            StructureSamples samples = TestSamples.Of(doses, coverages);

            DoseStatistics found = DoseStatisticsCalculator.Compute(samples, 0, null, 64.04);

            CompareWithOracle(found, doses, coverages, $"structure {n} of {count} voxels");
        }
    }

    private static void CompareWithOracle(DoseStatistics found, float[] doses, float[]? coverages, string what)
    {
        double[] sorted = Array.ConvertAll(doses, dose => (double)dose);
        double[] weights = coverages is null ? Array.ConvertAll(doses, _ => 1.0) : Array.ConvertAll(coverages, coverage => (double)coverage);
        Array.Sort(sorted, weights);
        double total = weights.Sum();
        double mean = sorted.Zip(weights, (d, w) => d * w).Sum() / total;
        double sd = Math.Sqrt(sorted.Zip(weights, (d, w) => w * (d - mean) * (d - mean)).Sum() / total);
        // 1e-6 of the largest dose is the bound; D_x are samples, so they agree to the bit.
        double tolerance = 1e-6 * Math.Max(1e-3, sorted.Max(Math.Abs));
        Close(mean, found.MeanGy, tolerance, what);
        Close(sd, found.SdGy, tolerance, what);
        Close(sorted[0], found.MinGy, 0, what);
        Close(sorted[^1], found.MaxGy, 0, what);
        Close(found.D50Gy!.Value, found.MedianGy, 0, what);
        double?[] reported = [found.D98Gy, found.D95Gy, found.D90Gy, found.D70Gy, found.D50Gy, found.D20Gy, found.D5Gy, found.D2Gy];
        for (int p = 0; p < Percents.Length; p++)
        {
            Close(DoseAtVolume(sorted, weights, total, Percents[p]), reported[p], 0, $"{what}, D{Percents[p]}");
        }

        Assert.Equal(DoseStatisticsCalculator.DefaultVxDosesGy, found.Vx.Select(v => v.DoseGy));
        foreach (VolumeAtDose v in found.Vx)
        {
            double share = sorted.Zip(weights, (d, w) => d >= v.DoseGy ? w : 0).Sum() / total;
            Close(share, v.Fraction, 1e-9, $"{what}, V{v.DoseGy}");
        }
    }

    private static double DoseAtVolume(double[] sorted, double[] weights, double total, double percent)
    {
        double sum = 0;
        for (int n = sorted.Length - 1; n > 0; n--)
        {
            sum += weights[n];
            // Weights are multiples of 1/64, so the sums are exact and a tie is a tie.
            if (100 * sum >= percent * total)
            {
                return sorted[n];
            }
        }

        return sorted[0];
    }

    private static void Close(double expected, double? found, double tolerance, string what) =>
        Assert.True(found is { } value && Math.Abs(value - expected) <= tolerance, $"{what}: expected {expected:r}, found {found:r}");

    private static float[] RandomDoses(Random random, int count)
    {
        int shape = random.Next(5);
        float[] doses = new float[count];
        for (int n = 0; n < count; n++)
        {
            double u = random.NextDouble();
            doses[n] = (float)(shape switch
            {
                0 => 400 * u,
                1 => Math.Exp(6 * u) - 5,
                2 => random.Next(3) * 50,
                3 => 120,
                _ => 100 * (1 + (1e-5 * u)),
            });
        }

        return doses;
    }

    private static float[] RandomCoverages(Random random, int count)
    {
        float[] coverages = new float[count];
        for (int n = 0; n < count; n++)
        {
            coverages[n] = random.Next(1, 65) / 64f;
        }

        return coverages;
    }
}
