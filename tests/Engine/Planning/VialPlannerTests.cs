using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

public sealed class VialPlannerTests
{
    private static readonly DecayData Mird = EnergyConventions.Get("Y-90", "mird");
    private static readonly DateTimeOffset Sunday = new(2026, 3, 22, 12, 0, 0, TimeSpan.FromHours(-4));

    private static VialPlan Plan(DeviceType device, double gigabecquerel, double? hours, double? atMost = null, double residual = 0) => VialPlanner.Plan(
        DeviceCatalog.Get(device), device == DeviceType.Holmium ? EnergyConventions.Get("Ho-166", "icrp107") : Mird, residual, gigabecquerel, atMost,
        hours is null ? null : Sunday, hours is { } h ? Sunday.AddHours(h) : null);

    // 2^(24/64.1) = 1.2963 and 2^(72/64.1) = 2.1784 are the published decay factors.
    [Theory]
    [InlineData(24, 1.2963)]
    [InlineData(72, 2.1784)]
    public void Plan_HoursAfterCalibration_RequiresThePublishedFactor(double hours, double factor) =>
        Assert.Equal(factor, Plan(DeviceType.Glass, 1, hours).RequiredAtCalibrationGBq!.Value, 0.00005);

    [Fact]
    public void Plan_OffsetsDiffer_ElapsedTimeCounts()
    {
        // 12:00 at -04:00 is 17:00 at +01:00: one hour passes, though the wall clocks differ by six.
        VialPlan plan = VialPlanner.Plan(DeviceCatalog.Get(DeviceType.Glass), Mird, 0, 2, null, Sunday, new(2026, 3, 22, 18, 0, 0, TimeSpan.FromHours(1)));

        Assert.Equal(1, plan.HoursFromCalibration);
    }

    [Fact]
    public void Plan_Glass_TakesTheNearestVialAtInjection()
    {
        // 2.5 GBq wanted 24 h after calibration needs 3.2408: 3 GBq give 2.314, the custom 3.5 GBq 2.700.
        VialPlan plan = Plan(DeviceType.Glass, 2.5, 24);

        Assert.Equal(3, plan.Chosen!.NominalGBq);
        Assert.Equal(3 / Mird.DecayFactor(24), plan.ActivityAtInjectionGBq!.Value, 1e-12);
        Assert.Equal(1.2e6, plan.Spheres!.Count!.Value, 1);
        Assert.Equal(CheckStatus.Passed, plan.RangeCheck.Status);
        Assert.Contains(plan.Options, option => option is { IsCustom: true, NominalGBq: 3.5 });
    }

    [Fact]
    public void Plan_GlassWithLimit_NeverTakesAVialAboveIt()
    {
        // 3.5 GBq would be nearest to 2.65 but exceeds what the limit allows.
        Assert.Equal(3.5, Plan(DeviceType.Glass, 2.65, 24).Chosen!.NominalGBq);
        Assert.Equal(3, Plan(DeviceType.Glass, 2.65, 24, atMost: 2.65).Chosen!.NominalGBq);
    }

    [Theory]
    [InlineData(0.5, 0, 3)]
    [InlineData(18, 24, 20)]
    public void Plan_GlassOutsideTheVendorsRange_SaysSo(double gigabecquerel, double hours, double limit)
    {
        VialPlan plan = Plan(DeviceType.Glass, gigabecquerel, hours);

        Assert.Equal(CheckStatus.Failed, plan.RangeCheck.Status);
        Assert.Equal(limit, plan.RangeCheck.Limit);
    }

    [Fact]
    public void Plan_ResinDayBefore_DrawsFromTheSmallestVialThatHoldsThePlan()
    {
        // At the standard calibration: 3.0; 4.3 of the day before hold 3.317; 2 GBq are 2/3 of the first.
        VialPlan small = Plan(DeviceType.Resin, 2, 0, residual: 0.1);
        VialPlan large = Plan(DeviceType.Resin, 3.2, 0);

        Assert.Equal(3, small.Chosen!.NominalGBq);
        Assert.Equal(2.0 / 3, small.UsedFraction!.Value, 1e-12);
        Assert.Equal(44e6 * 2 / 3 * 0.9, small.Spheres!.Count!.Value, 1);
        Assert.Equal(0.2, small.ResidualGBq!.Value, 1e-12);
        Assert.Equal((4.3, 1), (large.Chosen!.NominalGBq, large.Chosen.DaysBefore));
        Assert.Equal(4.3 / 1.2963, large.Chosen.ActivityAtInjectionGBq!.Value, 2e-4);
    }

    [Fact]
    public void Plan_MoreThanAnyVialHolds_NoVialAndSaysSo()
    {
        VialPlan plan = Plan(DeviceType.Resin, 6, 24);

        Assert.Null(plan.Chosen);
        Assert.Equal(CheckStatus.Failed, plan.RangeCheck.Status);
    }

    [Fact]
    public void Plan_WithoutTimes_RangeIsNotGivenAndVialReachesThePlanLater()
    {
        VialPlan plan = Plan(DeviceType.Glass, 2, null);

        Assert.Equal(CheckStatus.NotGiven, plan.RangeCheck.Status);
        Assert.Null(plan.ActivityAtInjectionGBq);
        Assert.Equal(64.1 * Math.Log2(1.5), plan.Chosen!.HoursUntilPlan, 1e-9);
    }

    [Fact]
    public void Plan_Holmium_IsMadeToOrderAndSpheresAreARange()
    {
        VialPlan plan = Plan(DeviceType.Holmium, 6, 26.8);

        Assert.Equal(12, plan.Chosen!.NominalGBq, 1e-9);
        Assert.Equal((30e6, 60e6), (Math.Round(plan.Spheres!.Low), Math.Round(plan.Spheres.High)));
        Assert.Null(plan.Spheres.Count);
    }
}
