using VoxelDose.Engine.Methods.MonteCarlo;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

public sealed class HalfSamplesTests
{
    [Fact]
    public void OfTen_EachGroupAndEachPair_IsThereAsOftenAsAnother()
    {
        IReadOnlyList<int[]> halves = HalfSamples.OfTen;
        Assert.Equal(18, halves.Count);
        Assert.All(halves, half => Assert.Equal(5, half.Distinct().Count()));
        for (int a = 0; a < 10; a++)
        {
            Assert.Equal(9, halves.Count(half => half.Contains(a)));
            Assert.All(Enumerable.Range(a + 1, 9 - a), b => Assert.Equal(4, halves.Count(half => half.Contains(a) && half.Contains(b))));
        }
    }

    /// <summary>For a mean, the halves give the standard error that the ten values themselves give.</summary>
    [Fact]
    public void OfTen_Mean_HasTheUsualStandardError()
    {
        double[] groups = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7];
        double[] means = [.. HalfSamples.OfTen.Select(half => half.Average(group => groups[group]))];
        double centre = means.Average();
        Assert.Equal(MonteCarloResult.UncertaintyOfMean(groups), Math.Sqrt(means.Average(mean => (mean - centre) * (mean - centre))), 1e-12);
        Assert.Equal(groups.Average(), centre, 1e-12);
    }
}
