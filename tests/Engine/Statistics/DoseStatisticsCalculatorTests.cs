using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class DoseStatisticsCalculatorTests
{
    [Fact]
    public void Compute_ThreeEqualSamples_TakesTheLargestDoseThatSuffices()
    {
        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of(30, 10, 20), 0, null, 64.04, [10, 20, 20.0001, 31]);

        Assert.Equal(10, found.D70Gy);
        Assert.Equal(20, found.D50Gy);
        Assert.Equal(30, found.D20Gy);
        Assert.Equal([1, 2 / 3.0, 1 / 3.0, 0], found.Vx.Select(v => v.Fraction));
    }

    [Fact]
    public void Compute_ShareExactlyAtTie_IncludesIt()
    {
        // 98 of 100 samples: D98 is the 98th largest, not the 99th; with a rounded product 0.98 x 100 it may be missed.
        float[] doses = [.. Enumerable.Range(1, 100).Select(n => (float)n)];

        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of(doses), 0, null, 64.04);

        Assert.Equal(3, found.D98Gy);
        Assert.Equal(99, found.D2Gy);
    }

    [Fact]
    public void Compute_NegativeAndZeroDoses_OrdersThemAndKeepsThemInTheMean()
    {
        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of(-4, -0f, 0, 8), 0, RadiobiologyParameters.Liver, 64.1, [-4, 0, 8]);

        Assert.Equal(1, found.MeanGy);
        Assert.Equal(-4, found.MinGy);
        Assert.Equal([1, 0.75, 0.25], found.Vx.Select(v => v.Fraction));
        Assert.Equal(Radiobiology.BedGy(8, 64.1, RadiobiologyParameters.Liver) / 4, found.BedMeanGy!.Value, 12);
    }

    [Fact]
    public void Compute_NoSamples_LeavesEverythingNull()
    {
        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of([1f], [0f]), 0, RadiobiologyParameters.Tumor, 64.1);

        Assert.Equal(new DoseStatistics() with { Vx = found.Vx }, found);
        Assert.Empty(found.Vx);
    }

    [Fact]
    public void Compute_NoAlpha_LeavesEudNull()
    {
        StructureSamples samples = TestSamples.Of(50, 100, 200, 400);
        RadiobiologyParameters withAlpha = new(10, 1.5, 0.02, "user");

        Assert.Null(DoseStatisticsCalculator.Compute(samples, 0, RadiobiologyParameters.Tumor, 64.1).EudGy);
        Assert.Equal(101.832, DoseStatisticsCalculator.Compute(samples, 0, withAlpha, 64.1).EudGy!.Value, 3);
    }

    [Fact]
    public void DoseAtVolumeMlGy_HalfTheStructure_IsD50AndNullBeyondIt()
    {
        StructureSamples samples = TestSamples.Of(1, 2, 3, 4);

        Assert.Equal(3, DoseStatisticsCalculator.DoseAtVolumeMlGy(samples, 0, 0.002));
        Assert.Null(DoseStatisticsCalculator.DoseAtVolumeMlGy(samples, 0, 0.0041));
    }

    [Fact]
    public void Compute_VolumeOfAWholeNumberOfSamples_IsTheLastOfThem()
    {
        // 1 mm3 each: 0.5 mL are 500 samples, whatever a percentage of 1488 would round to.
        float[] doses = [.. Enumerable.Range(1, 1488).Select(n => (float)n)];

        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of(doses), 0, null, 64.04, [], [2, 0.5, 1.488, 0.001, 0.0005]);

        Assert.Equal([0.0005, 0.001, 0.5, 1.488, 2], found.Dcc.Select(d => d.VolumeMl));
        Assert.Equal([1488, 1488, 989, 1, null], found.Dcc.Select(d => d.DoseGy));
    }

    [Fact]
    public void Compute_HundredsOfUnroundDoses_FindsEachShare()
    {
        var random = new Random(3);
        float[] doses = [.. Enumerable.Range(0, 20_000).Select(_ => (float)(400 * random.NextDouble()))];
        double[] asked = [.. Enumerable.Range(1, 300).Select(n => n * 1.2345678)];

        DoseStatistics found = DoseStatisticsCalculator.Compute(TestSamples.Of(doses), 0, null, 64.04, asked);

        Assert.All(found.Vx, v => Assert.Equal(doses.Count(dose => dose >= v.DoseGy) / 20_000.0, v.Fraction, 12));
    }

    [Fact]
    public void HomogeneityIndex_KnownStatistics_FollowsIcru83() =>
        Assert.Equal(0.5, DoseStatisticsCalculator.HomogeneityIndex(new() { D2Gy = 120, D98Gy = 70, D50Gy = 100 }));
}
