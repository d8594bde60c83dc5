using VoxelDose.Engine.Results;
using VoxelDose.Engine.Uncertainty;

namespace VoxelDose.Tests.Engine.Uncertainty;

public sealed class UncertaintyBudgetTests
{
    private static readonly RecoveryCurve Curve = new([new(8, 0.25, 0.08), new(13, 0.5, 0.06), new(22, 0.75, 0.04), new(37, 0.9, 0.03)], "phantom");

    private static readonly UncertaintyAssumptions Full = new()
    {
        DelineationFwhmMm = 5,
        Calibration = new(0.05, "a"),
        Activity = new(0.03, "b"),
        Decay = new(0.002, "c"),
        Kernel = new(0.01, "d"),
        Density = new(0.02, "e"),
        Recovery = Curve,
    };

    /// <summary>
    /// A million draws through the chain itself: the volume is drawn, the counts in it, its recovery and the mean dose follow from it. 1 % is the
    /// bound of the project; the scatter of a standard deviation from so many draws is at most 0.4 % here.
    /// </summary>
    [Theory]
    [InlineData(0.2, 0.55, 5)]
    [InlineData(4, 0.7, 5)]
    [InlineData(4, 0.7, 1.5)]
    [InlineData(20, 0.95, 6)]
    public void Of_AnySize_AgreesWithAMillionDraws(double volumeMl, double surfaceToMean, double fwhmMm)
    {
        UncertaintyAssumptions assumptions = Full with { DelineationFwhmMm = fwhmMm, Recovery = volumeMl < 1 ? null : Curve };
        var geometry = new VolumeGeometry(volumeMl, 1, 2.5);
        UncertaintyBudget budget = UncertaintyBudget.Of(geometry, surfaceToMean, assumptions);
        RecoveryValue? recovery = assumptions.Recovery?.At(geometry.DiameterMm);
        double volume = LogSd(geometry.RelativeVolumeUncertainty(fwhmMm));

        var random = new Random(11);
        const int draws = 1_000_000;
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < draws; n++)
        {
            double v = Math.Exp(volume * Normal(random));
            double counts = Math.Pow(v, surfaceToMean);
            double r = recovery is { } value ? Math.Pow(v, value.LogSlope) * Math.Exp(LogSd(value.RelativeUncertainty) * Normal(random)) : 1;
            double dose = counts * Draw(random, 0.05) * Draw(random, 0.03) * Draw(random, 0.002) * Draw(random, 0.01) / (r * v * Draw(random, 0.02));
            sum += dose;
            squares += dose * dose;
        }

        double mean = sum / draws;
        double relative = Math.Sqrt((squares / draws) - (mean * mean)) / mean;
        Assert.InRange(budget.RelativeUncertainty / relative, 0.99, 1.01);
    }

    [Fact]
    public void Of_SmallUncertainties_IsTheSumOfSquaresOfTheGuidance()
    {
        var geometry = new VolumeGeometry(500, 1, 2.5);
        UncertaintyBudget budget = UncertaintyBudget.Of(geometry, 0.8, Full with { Recovery = null });

        double volume = 0.2 * geometry.RelativeVolumeUncertainty(5);
        double expected = Math.Sqrt((volume * volume) + (0.05 * 0.05) + (0.03 * 0.03) + (0.002 * 0.002) + (0.01 * 0.01) + (0.02 * 0.02));
        // Second-order terms are of the size of the square, 0.5 % of the result.
        Assert.InRange(budget.RelativeUncertainty / expected, 0.995, 1.005);
    }

    [Fact]
    public void Of_RecoveryCorrection_VolumeAndRecoveryWorkTheSameWayAndAreCorrelated()
    {
        var geometry = new VolumeGeometry(4, 1, 2.5);

        UncertaintyBudget without = UncertaintyBudget.Of(geometry, 0.5, Full with { Recovery = null });
        UncertaintyBudget with = UncertaintyBudget.Of(geometry, 0.5, Full);

        // A larger volume has a lower mean (sensitivity -0.5) and a higher recovery, by which the mean is divided: the two add up.
        UncertaintyPart recovery = Assert.Single(with.Parts, part => part.Name == "recovery");
        Assert.InRange(Assert.Single(with.Correlations).Coefficient, 0.9, 1);
        Assert.True(with.RelativeUncertainty > without.RelativeUncertainty);
        Assert.True(with.RelativeUncertainty > Math.Sqrt(with.Parts.Sum(part => part.Contribution * part.Contribution)));
        Assert.Equal(-1, recovery.Sensitivity);
        Assert.NotNull(with.Recovery);
    }

    [Fact]
    public void Of_FullyCorrelatedCalibrationAndActivity_AddsThem()
    {
        UncertaintyAssumptions assumptions = new()
        {
            DelineationFwhmMm = 0,
            Calibration = new(0.03, "a"),
            Activity = new(0.04, "b"),
            Correlations = [new("calibration", "activity", 1)],
        };

        UncertaintyBudget budget = UncertaintyBudget.Of(new VolumeGeometry(1000, 1e-6, 1), 1, assumptions);

        Assert.Equal(0.07, budget.RelativeUncertainty, 3);
    }

    [Fact]
    public void Of_CorrelationOfAnUnknownPart_SaysWhichThereAre() =>
        Assert.Contains("calibration", Assert.Throws<ArgumentException>(() => UncertaintyBudget.Of(
            new VolumeGeometry(1, 1, 1), 1, Full with { Correlations = [new("volume", "weather", 0.5)] })).Message, StringComparison.Ordinal);

    [Fact]
    public void RelativeVolumeUncertainty_KnownSphere_FollowsTheGuidance()
    {
        // d = 10 mm, voxels of 1 mm, resolution 3 mm: u(d)^2 = 1/6 + 9 / (4 ln 2).
        var geometry = new VolumeGeometry(Math.PI / 6, 1, 2);

        Assert.Equal(10, geometry.DiameterMm, 9);
        Assert.Equal(0.3 * Math.Sqrt((1 / 6.0) + (9 / (4 * Math.Log(2)))), geometry.RelativeVolumeUncertainty(3), 12);
    }

    [Theory]
    [InlineData(10.5, 0.375, 0.07)]
    [InlineData(37, 0.9, 0.03)]
    public void RecoveryCurve_BetweenPoints_IsLinear(double diameterMm, double coefficient, double uncertainty)
    {
        RecoveryValue found = Curve.At(diameterMm)!.Value;

        Assert.Equal(coefficient, found.Coefficient, 12);
        Assert.Equal(uncertainty, found.RelativeUncertainty, 12);
    }

    [Theory]
    [InlineData(7.99)]
    [InlineData(37.01)]
    public void RecoveryCurve_BeyondTheMeasuredSizes_IsUnknown(double diameterMm) => Assert.Null(Curve.At(diameterMm));

    [Fact]
    public void RecoveryCurve_DescendingDiameters_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new RecoveryCurve([new(10, 0.5, 0), new(9, 0.4, 0)], "x"));

    private static double LogSd(double relative) => Math.Sqrt(Math.Log(1 + (relative * relative)));

    private static double Draw(Random random, double relative) => Math.Exp(LogSd(relative) * Normal(random));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
