using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class CumulativeDvhTests
{
    [Fact]
    public void Compute_SmallExample_HoldsTheExactShares()
    {
        DvhCurve curve = CumulativeDvh.Compute(TestSamples.Of(0, 10, 10, 25), 0, "T", "ldm", 10);

        Assert.Equal([0, 10, 20, 30], curve.DoseGy);
        Assert.Equal([1, 0.75, 0.25, 0], curve.VolumeFraction);
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(3.3f)]
    [InlineData(1234.5f)]
    public void Compute_AnyMaximum_NeverRisesAndAgreesWithVx(float max)
    {
        float[] doses = [.. Enumerable.Range(0, 1001).Select(n => max * n / 1000f)];
        StructureSamples samples = TestSamples.Of(doses);

        DvhCurve curve = CumulativeDvh.Compute(samples, 0, "T", "ldm");

        Assert.InRange(curve.DoseGy.Count, 200, 512);
        Assert.Equal(0, curve.VolumeFraction[^1]);
        for (int n = 0; n < curve.DoseGy.Count; n++)
        {
            Assert.Equal(doses.Count(dose => dose >= curve.DoseGy[n]) / 1001.0, curve.VolumeFraction[n]);
        }
    }

    [Fact]
    public void Compute_NegativeDosesOnly_HasNoVolumeAtZero() =>
        Assert.Equal([0, 0], CumulativeDvh.Compute(TestSamples.Of(-1, -2), 0, "T", "ldm").VolumeFraction);

    [Fact]
    public void Differential_Curve_IntegratesToItsFirstPoint()
    {
        DvhCurve curve = CumulativeDvh.Compute(TestSamples.Of(0, 10, 10, 25), 0, "T", "ldm", 10);

        Assert.Equal([0.025, 0.05, 0.025], CumulativeDvh.Differential(curve).VolumeFraction);
    }
}
