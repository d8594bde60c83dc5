using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Uncertainty;

public sealed class DvhBandTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(40, 40, 40), new(1, 1, 1), new(-20, -20, -20));

    [Fact]
    public void Compute_UniformDose_BandIsThatOfTheScale()
    {
        float[] dose = TestSamples.Field(Grid, _ => 100);
        UncertaintyAssumptions assumptions = new() { DelineationFwhmMm = 2, Calibration = new(0.1, "test") };

        (DvhCurve low, DvhCurve median, DvhCurve high) = Band(dose, assumptions, 3);

        // Uniform dose: V falls from 1 to 0 at 100 Gy x scale, scale log-normal with 10 %: 2.5 to 97.5 % is 82 to 122 Gy.
        Assert.Equal(1, At(low, 78));
        Assert.Equal(0, At(low, 90));
        Assert.Equal(1, At(high, 114));
        Assert.Equal(0, At(high, 130));
        Assert.Equal(1, At(median, 97));
        Assert.Equal(0, At(median, 103));
    }

    [Fact]
    public void Compute_SameSeed_GivesTheSameBandThatHoldsTheCurve()
    {
        float[] dose = TestSamples.Field(Grid, p => 120 * Math.Exp(-Vec3.Dot(p, p) / 200));
        UncertaintyAssumptions assumptions = UncertaintyAssumptions.Default(isAbsolute: true) with { DelineationFwhmMm = 3 };

        (DvhCurve low, _, DvhCurve high) = Band(dose, assumptions, 5);
        (DvhCurve again, _, _) = Band(dose, assumptions, 5);

        Assert.Equal(low.VolumeFraction, again.VolumeFraction);
        Assert.All(low.VolumeFraction.Zip(high.VolumeFraction), pair => Assert.True(pair.First <= pair.Second));
        Assert.All(low.VolumeFraction.Zip(low.VolumeFraction.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
    }

    private static (DvhCurve Low, DvhCurve Median, DvhCurve High) Band(float[] dose, UncertaintyAssumptions assumptions, int seed)
    {
        Structure sphere = TestSamples.Sphere(Grid, default, 9);
        IReadOnlyList<UncertaintyPart> budget = UncertaintyBudget.Of(VolumeGeometry.Of(sphere, Grid), 1, assumptions).Parts;
        using StructureSamples samples = StructureSampler.Sample(sphere, Grid, [dose]);
        DvhCurve curve = new("s", "ldm", [.. Enumerable.Range(0, 200).Select(n => (double)n)], new double[200]);
        return DvhBand.Compute(sphere, Grid, dose, budget, assumptions, curve, seed);
    }

    private static double At(DvhCurve curve, int doseGy) => Math.Round(curve.VolumeFraction[doseGy], 6);
}
