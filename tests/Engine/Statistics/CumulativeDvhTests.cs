using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class CumulativeDvhTests
{
    [Fact]
    public void Compute_SmallExample_HoldsTheExactShares()
    {
        DvhCurve curve = CumulativeDvh.Compute(TestSamples.Of(0, 10, 10, 25), 0, "T", "ldm");

        // 25 / 510 lies below 1/16 Gy.
        Assert.Equal(0.0625, curve.DoseGy[1]);
        Assert.Equal(25.0625, curve.DoseGy[^1]);
        Assert.Equal([1, 0.75, 0.75, 0.25, 0.25, 0], new[] { 0, 0.0625, 10, 10.0625, 25, 25.0625 }.Select(dose => curve.VolumeFraction[(int)(dose * 16)]));
    }

    [Theory]
    [InlineData(0.1f, 0f)]
    [InlineData(3.3f, 0f)]
    [InlineData(1234.5f, 0f)]
    [InlineData(100f, 99.9999f)]
    [InlineData(20f, 20f)]
    [InlineData(20f, -5000f)]
    public void Compute_AnyRange_AgreesWithCountingAtEveryPoint(float max, float min)
    {
        float[] doses = [.. Enumerable.Range(0, 1001).Select(n => min + ((max - min) * n / 1000f))];

        DvhCurve curve = CumulativeDvh.Compute(TestSamples.Of(doses), 0, "T", "ldm");

        Assert.InRange(curve.DoseGy.Count, 256, 512);
        Assert.Equal(0, curve.VolumeFraction[^1]);
        for (int n = 0; n < curve.DoseGy.Count; n++)
        {
            Assert.Equal(doses.Count(dose => dose >= curve.DoseGy[n]) / 1001.0, curve.VolumeFraction[n], 12);
        }
    }

    [Fact]
    public void Compute_NegativeDosesOnly_HasNoVolumeAtZero() =>
        Assert.Equal([0, 0], CumulativeDvh.Compute(TestSamples.Of(-1, -2), 0, "T", "ldm").VolumeFraction);

    [Fact]
    public void Differential_Curve_IntegratesToItsFirstPoint()
    {
        DvhCurve density = CumulativeDvh.Differential(CumulativeDvh.Compute(TestSamples.Of(0, 10, 10, 25), 0, "T", "ldm"));

        Assert.Equal(1, density.VolumeFraction.Sum() / 16, 12);
        Assert.Equal(0.5 * 16, density.VolumeFraction[160], 12);
    }
}
