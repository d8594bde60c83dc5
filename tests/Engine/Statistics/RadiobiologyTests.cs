using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>The numbers that the project agreed on (half-life 64.1 h), to all digits given: half a unit of the last one.</summary>
public sealed class RadiobiologyTests
{
    private const double HalfLifeH = 64.1;
    private const double HalfDigit = 0.0005;

    [Theory]
    [InlineData(40, 64.024, 35.569)]
    [InlineData(70, 143.574, 79.763)]
    public void Bed_Liver_EqualsPublishedExample(double doseGy, double bedGy, double eqd2Gy) =>
        Check(doseGy, bedGy, eqd2Gy, RadiobiologyParameters.Liver);

    [Theory]
    [InlineData(100, 122.866, 102.388)]
    [InlineData(205, 301.094, 250.911)]
    public void Bed_Tumor_EqualsPublishedExample(double doseGy, double bedGy, double eqd2Gy) =>
        Check(doseGy, bedGy, eqd2Gy, RadiobiologyParameters.Tumor);

    [Fact]
    public void Eud_FourDoses_EqualsPublishedExample() =>
        Assert.InRange(Radiobiology.EudGy(TestSamples.Of(50, 100, 200, 400), 0, 0.02)!.Value, 101.832 - HalfDigit, 101.832 + HalfDigit);

    [Fact]
    public void Eud_VeryHighDoses_DoesNotUnderflow() =>
        // exp(-0.3 x 1e5) is 0 in double precision; the answer is the smallest dose plus ln(2) / alpha.
        Assert.Equal(1e5 + (Math.Log(2) / 0.3), Radiobiology.EudGy(TestSamples.Of(1e5f, 2e5f), 0, 0.3)!.Value, 6);

    [Fact]
    public void Eubed_UniformDose_IsItsBed() =>
        Assert.Equal(
            Radiobiology.BedGy(120, HalfLifeH, RadiobiologyParameters.Tumor),
            Radiobiology.EubedGy(TestSamples.Of(120, 120), 0, 0.1, HalfLifeH, RadiobiologyParameters.Tumor)!.Value,
            9);

    [Theory]
    [InlineData(1, 25)]
    [InlineData(2, 27.386127875258307)]
    [InlineData(-1, 19.2)]
    public void GeneralisedEud_PowerMeans_EqualClosedForm(double exponent, double expected) =>
        Assert.Equal(expected, Radiobiology.GeneralisedEudGy(TestSamples.Of(10, 20, 30, 40), 0, exponent)!.Value, 10);

    [Fact]
    public void GeneralisedEud_ColdSampleAndTumorExponent_IsZero() =>
        Assert.Equal(0, Radiobiology.GeneralisedEudGy(TestSamples.Of(0, 20), 0, -10));

    private static void Check(double doseGy, double bedGy, double eqd2Gy, RadiobiologyParameters parameters)
    {
        double bed = Radiobiology.BedGy(doseGy, HalfLifeH, parameters);
        Assert.InRange(bed, bedGy - HalfDigit, bedGy + HalfDigit);
        Assert.InRange(Radiobiology.Eqd2Gy(bed, parameters), eqd2Gy - HalfDigit, eqd2Gy + HalfDigit);
    }
}
