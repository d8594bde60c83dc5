using FsCheck;
using FsCheck.Xunit;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>What holds for any doses and weights.</summary>
[Properties(MaxTest = 200, Replay = "20260923,17")]
public sealed class DoseStatisticsPropertyTests
{
    private const double HalfLifeH = 64.1;
    private static readonly double[] Percents = [98, 95, 90, 70, 50, 20, 5, 2];

    [Property]
    public void CumulativeDvh_AnyDoses_NeverRises(NonEmptyArray<NormalFloat> doses, byte[] weights)
    {
        using StructureSamples samples = Samples(doses, weights);

        DvhCurve curve = CumulativeDvh.Compute(samples, 0, "s", "m");

        Assert.All(curve.VolumeFraction.Zip(curve.VolumeFraction.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.Equal(0, curve.VolumeFraction[^1]);
    }

    [Property]
    public void VolumeAtDoseAtVolume_AnyDoses_ExceedsTheShareByNoMoreThanTheWeightThere(NonEmptyArray<NormalFloat> doses, byte[] weights)
    {
        using StructureSamples samples = Samples(doses, weights);
        foreach (double percent in Percents)
        {
            double dose = DoseStatisticsCalculator.DoseAtVolumeGy(samples, 0, percent)!.Value;
            double excess = DoseStatisticsCalculator.Compute(samples, 0, null, HalfLifeH, [dose]).Vx[0].Fraction - (percent / 100);
            double there = Enumerable.Range(0, samples.Count).Where(n => samples.Values(0)[n] == dose).Sum(samples.WeightMlOf) / samples.WeightMl;
            // The share is a quotient of whole numbers, the percent a decimal fraction: they may differ in the last bits.
            Assert.InRange(excess, -1e-12, there + 1e-12);
        }
    }

    [Property]
    public void Compute_PermutedSamples_GivesTheSame(NonEmptyArray<NormalFloat> doses, byte[] weights, int seed)
    {
        using StructureSamples samples = Samples(doses, weights);
        int[] order = [.. Enumerable.Range(0, samples.Count)];
        new Random(seed).Shuffle(order);
        float[] shuffledDoses = [.. order.Select(n => samples.Values(0)[n])];
        float[] shuffledWeights = [.. order.Select(n => Weight(weights, n))];
        using StructureSamples shuffled = TestSamples.Of(shuffledDoses, shuffledWeights);

        DoseStatistics a = DoseStatisticsCalculator.Compute(samples, 0, null, HalfLifeH);
        DoseStatistics b = DoseStatisticsCalculator.Compute(shuffled, 0, null, HalfLifeH);

        Assert.Equal(
            (a.D98Gy, a.D95Gy, a.D90Gy, a.D70Gy, a.D50Gy, a.D20Gy, a.D5Gy, a.D2Gy, a.MinGy, a.MaxGy),
            (b.D98Gy, b.D95Gy, b.D90Gy, b.D70Gy, b.D50Gy, b.D20Gy, b.D5Gy, b.D2Gy, b.MinGy, b.MaxGy));
        Assert.Equal(a.Vx, b.Vx);
        // Sums in another order differ by rounding alone.
        Assert.InRange(Math.Abs(a.MeanGy!.Value - b.MeanGy!.Value), 0, 1e-10);
        Assert.InRange(Math.Abs(a.SdGy!.Value - b.SdGy!.Value), 0, 1e-6);
    }

    [Property]
    public void Eud_AnyDoses_LiesBetweenMinimumAndMean(NonEmptyArray<NormalFloat> doses, byte[] weights, byte alpha)
    {
        using StructureSamples samples = Samples(doses, weights);

        double eud = Radiobiology.EudGy(samples, 0, 0.001 * (alpha + 1))!.Value;

        Assert.InRange(eud, samples.Moments(0).Min - 1e-9, samples.Mean(0)!.Value + 1e-9);
    }

    [Property]
    public void Bed_AnyDoses_IsNotBelowTheDoseAndItsMeanNotBelowThatOfTheMean(NonEmptyArray<NormalFloat> doses, byte[] weights)
    {
        using StructureSamples samples = Samples(doses, weights);
        double mean = samples.Mean(0)!.Value;

        double bed = Radiobiology.MeanBedGy(samples, 0, HalfLifeH, RadiobiologyParameters.Liver)!.Value;

        Assert.True(bed >= mean - 1e-9);
        Assert.True(bed >= Radiobiology.BedGy(mean, HalfLifeH, RadiobiologyParameters.Liver) - 1e-9);
    }

    [Property]
    public void DoseAtVolumeMl_AnyDoses_FallsWithTheVolumeAndEqualsDx(NonEmptyArray<NormalFloat> doses, byte[] weights)
    {
        using StructureSamples samples = Samples(doses, weights);
        double[] volumes = [.. new[] { 0.01, 0.2, 0.5, 0.9, 1 }.Select(share => share * samples.WeightMl)];

        DoseStatistics found = DoseStatisticsCalculator.Compute(samples, 0, null, HalfLifeH, [], volumes);

        Assert.All(found.Dcc.Zip(found.Dcc.Skip(1)), pair => Assert.True(pair.First.DoseGy >= pair.Second.DoseGy));
        Assert.Equal(samples.Moments(0).Min, found.Dcc[^1].DoseGy);
        // The weight at or above D_cc reaches the volume.
        Assert.All(found.Dcc, d => Assert.True(
            Enumerable.Range(0, samples.Count).Where(n => samples.Values(0)[n] >= d.DoseGy).Sum(samples.WeightMlOf) >= d.VolumeMl * (1 - 1e-9)));
    }

    [Property]
    public void Eubed_AnyDoses_LiesBetweenEudAndMeanBed(NonEmptyArray<NormalFloat> doses, byte[] weights, byte alpha)
    {
        using StructureSamples samples = Samples(doses, weights);
        RadiobiologyParameters tumor = new(10, 1.5, 0.001 * (alpha + 1), "test");

        DoseStatistics found = DoseStatisticsCalculator.Compute(samples, 0, tumor, HalfLifeH);

        // Negative doses lower EUD and count as 0 in BED.
        Assert.True(found.EubedGy >= found.EudGy - 1e-6);
        Assert.True(found.EubedGy <= found.BedMeanGy + 1e-6);
    }

    [Fact]
    public void Compute_ManyEqualDoses_CountsByDigitsToTheSameAnswer()
    {
        // Three values only: steps of dose do not narrow anything down, so the other way of counting has to answer.
        float[] doses = [.. Enumerable.Range(0, 90_000).Select(n => n % 3 == 0 ? 10f : n % 3 == 1 ? 20f : 1e7f)];
        using StructureSamples samples = TestSamples.Of(doses);

        DoseStatistics found = DoseStatisticsCalculator.Compute(samples, 0, null, HalfLifeH, [10, 15, 20, 2e7]);

        Assert.Equal((10, 20, 1e7), (found.D70Gy, found.D50Gy, found.D20Gy));
        Assert.Equal([1, 2 / 3.0, 2 / 3.0, 0], found.Vx.Select(v => v.Fraction));
    }

    private static StructureSamples Samples(NonEmptyArray<NormalFloat> doses, byte[] weights)
    {
        float[] values = [.. doses.Get.Select(dose => (float)(Math.IEEERemainder(dose.Get, 500) + 200))];
        return TestSamples.Of(values, [.. values.Select((_, n) => Weight(weights, n))]);
    }

    private static float Weight(byte[]? weights, int n) => weights is { Length: > 0 } ? (weights[n % weights.Length] + 1) / 256f : 1;
}
