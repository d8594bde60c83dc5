using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

public sealed class PlannerTests
{
    // Half a unit of the last digit that the published check states.
    [Theory]
    [InlineData(0.0, 0.0, 2.07, 0.005, 0.0, 0.05)]
    [InlineData(0.1, 0.0, 2.304, 0.0005, 11.4, 0.05)]
    [InlineData(0.1, 0.1, 2.56, 0.005, 11.4, 0.05)]
    public void Mird_PublishedChecks_MetToTheDigitsGiven(double shunt, double residual, double activity, double activityTolerance, double lung, double lungTolerance)
    {
        PlanRequest request = Requests.Of(Requests.Perfused(1000, shunt, 100)) with { ResidualFraction = residual };

        ModelPlan plan = Planner.Plan(request, PlanningModel.Mird);

        Assert.Equal(activity, plan.ActivityGBq!.Value, activityTolerance);
        Assert.Equal(lung, plan.Doses.LungGy!.Value, lungTolerance);
        Assert.Equal(100, plan.Doses.PerfusedGy!.Value, 1e-9);
        Assert.Equal("target-perfused", plan.Binding);
    }

    /// <summary>A lung of half the mass takes twice the dose of the same activity.</summary>
    [Theory]
    [InlineData(PlanningModel.Mird)]
    [InlineData(PlanningModel.Partition)]
    public void Plan_LungOfHalfTheMass_TakesTwiceTheDose(PlanningModel model)
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 1300, 5, 0.05, activityGBq: 2) with { PerfusedMl = 1500 }, density: 1);

        double? whole = Planner.Plan(request, model).Doses.LungGy;
        double? half = Planner.Plan(request with { LungMassKg = 0.5 }, model).Doses.LungGy;

        Assert.Equal(4.967, whole!.Value, 0.0005); // docs/planning.md
        Assert.Equal(2 * whole.Value, half!.Value, 1e-9);
    }

    [Fact]
    public void Partition_PublishedTarget_MetToTheDigitsGiven()
    {
        ModelPlan plan = Planner.Plan(Requests.Of(Requests.Partition(200, 800, 3, 0.1, new() { TumorGy = 300 })), PlanningModel.Partition);

        Assert.Equal(3.23, plan.ActivityGBq!.Value, 0.005);
        Assert.Equal(100, plan.Doses.NormalLiverGy!.Value, 1e-9);
        Assert.Equal(16.0, plan.Doses.LungGy!.Value, 0.05);
    }

    [Fact]
    public void Partition_PublishedActivity_GivesPublishedDoses()
    {
        ModelPlan plan = Planner.Plan(Requests.Of(Requests.Partition(200, 1300, 5, 0.05, activityGBq: 2), density: 1), PlanningModel.Partition);

        Assert.Equal(205.159, plan.Doses.TumorGy!.Value, 0.0005);
        Assert.Equal(41.032, plan.Doses.NormalLiverGy!.Value, 0.0005);
        Assert.Equal(4.967, plan.Doses.LungGy!.Value, 0.0005);
    }

    [Fact]
    public void Bsa_PublishedCheck_MetToTheDigitsGiven()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0), DeviceType.Resin) with { HeightM = 1.70, WeightKg = 70 };

        Assert.Equal(1.8097, Planner.Plan(request, PlanningModel.Bsa).ActivityGBq!.Value, 0.00005);
    }

    [Theory]
    [InlineData(0.099, 0.0)]
    [InlineData(0.10, 0.2)]
    [InlineData(0.149, 0.2)]
    [InlineData(0.15, 0.4)]
    [InlineData(0.20, 0.4)]
    public void Bsa_Resin_ReducedByTheLabel(double shunt, double reduction)
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, shunt), DeviceType.Resin) with { HeightM = 1.70, WeightKg = 70 };

        ModelPlan plan = Planner.Plan(request, PlanningModel.Bsa);

        Assert.Equal(reduction, plan.LungShuntReduction);
        Assert.Equal((1 - reduction) * 1.8097, plan.ActivityGBq!.Value, 0.00005);
    }

    [Fact]
    public void Bsa_ResinShuntAboveTheLabel_GivesNothingAndSaysWhy()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0.21), DeviceType.Resin) with { HeightM = 1.70, WeightKg = 70 };

        ModelPlan plan = Planner.Plan(request, PlanningModel.Bsa);

        Assert.Null(plan.ActivityGBq);
        Assert.Equal("label-lung-shunt", plan.Binding);
        Assert.Contains("0.21", plan.Reason, StringComparison.Ordinal);
        Assert.Contains(plan.Checks, check => check is { Code: "lung-shunt-label", Status: CheckStatus.Failed });
    }

    [Fact]
    public void ModifiedBsa_Lobe_ScalesTheFormulaByTheLobesShare()
    {
        TerritoryInput lobe = Requests.Partition(150, 450, 3, 0.02);
        PlanRequest request = Requests.Of(lobe, DeviceType.Resin) with { HeightM = 1.70, WeightKg = 70, LiverMl = 1500 };

        // (1.8097 - 0.2 [share of the BSA check] + 150 / 600) x 600 / 1500
        Assert.Equal((1.80967 - 0.2 + 0.25) * 0.4, Planner.Plan(request, PlanningModel.ModifiedBsa).ActivityGBq!.Value, 2e-5);
    }

    [Fact]
    public void Mird_GlassSegmentectomyOf153Gy_IsTheFormulaAndBack()
    {
        PlanRequest request = Requests.Of(Requests.Perfused(150, 0.03, 153));
        double expected = 153 * 0.150 * 1.03 / (49.67 * 0.97);

        ModelPlan plan = Planner.Plan(request, PlanningModel.Mird);
        ModelPlan back = Planner.Plan(request with { Territories = [request.Territories[0] with { ActivityGBq = plan.ActivityGBq }] }, PlanningModel.Mird);

        Assert.Equal(expected, plan.ActivityGBq!.Value, 1e-9 * expected);
        Assert.Equal(153, back.Doses.PerfusedGy!.Value, 153e-9);
    }

    [Fact]
    public void Partition_AllThreeLimits_TakesTheSmallestAndNamesIt()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0.1, new() { TumorGy = 300, NormalLiverGy = 60 }));

        ModelPlan normal = Planner.Plan(request, PlanningModel.Partition);
        ModelPlan lung = Planner.Plan(request with { LungLimitGy = 5 }, PlanningModel.Partition);

        Assert.Equal("target-normal", normal.Binding);
        Assert.Equal(60, normal.Doses.NormalLiverGy!.Value, 1e-9);
        Assert.Equal("limit-lung", lung.Binding);
        Assert.Equal(5, lung.Doses.LungGy!.Value, 1e-9);
        Assert.Equal(["target-tumor", "target-normal", "limit-lung"], lung.Limits.Select(limit => limit.Id));
        Assert.Contains(lung.Checks, check => check is { Code: "target-tumor-met", Status: CheckStatus.Failed });
    }

    [Fact]
    public void Partition_EarlierSessionsLeaveLess_TotalLimitBinds()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0.1, new() { TumorGy = 300 })) with { PreviousLungGy = 42 };

        ModelPlan plan = Planner.Plan(request, PlanningModel.Partition);

        Assert.Equal("limit-lung-total", plan.Binding);
        Assert.Equal(8, plan.Doses.LungGy!.Value, 1e-9);
    }

    [Fact]
    public void Partition_NoLungDoseLeft_GivesNothingAndSaysWhy()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0.1, new() { TumorGy = 300 })) with { PreviousLungGy = 50 };

        ModelPlan plan = Planner.Plan(request, PlanningModel.Partition);

        Assert.Null(plan.ActivityGBq);
        Assert.Contains("no lung dose is left", plan.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlanningModel.Mird)]
    [InlineData(PlanningModel.Partition)]
    public void Plan_EverythingShuntsToTheLungs_NoActivityMeetsTheTarget(PlanningModel model)
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 1, new() { TumorGy = 300, PerfusedGy = 120 }));

        ModelPlan plan = Planner.Plan(request, model);

        Assert.Null(plan.ActivityGBq);
        Assert.Contains("the whole activity goes to the lungs", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Partition_ZeroNormalLiver_TumorTakesAllAndNormalDoseDoesNotExist()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 0, 3, 0.1, new() { TumorGy = 300, NormalLiverGy = 40 }));

        ModelPlan plan = Planner.Plan(request, PlanningModel.Partition);

        Assert.Equal(300 * 0.206 / (49.67 * 0.9), plan.ActivityGBq!.Value, 1e-12);
        Assert.Null(plan.Doses.NormalLiverGy);
        Assert.Contains(plan.Checks, check => check is { Code: "no-normal-liver", Status: CheckStatus.Failed });
    }

    [Fact]
    public void Partition_RatioBelowOne_ComputesAndSaysSo()
    {
        ModelPlan plan = Planner.Plan(Requests.Of(Requests.Partition(200, 800, 0.8, 0.1, new() { TumorGy = 100 })), PlanningModel.Partition);

        Assert.Equal(125, plan.Doses.NormalLiverGy!.Value, 1e-9);
        Assert.Contains(plan.Checks, check => check is { Code: "tn-ratio-below-one", Status: CheckStatus.Failed, Severity: "error" });
    }

    [Fact]
    public void Plan_MissingInputs_NamesThem()
    {
        PlanRequest request = Requests.Of(new() { Name = "lobe", PerfusedMl = 1000 });

        ModelPlan plan = Planner.Plan(request, PlanningModel.Mird);

        Assert.Null(plan.ActivityGBq);
        Assert.Contains("--lung-shunt", plan.Reason, StringComparison.Ordinal);
        Assert.Contains("--target-perfused-gy", plan.Reason, StringComparison.Ordinal);
        Assert.Contains(plan.Checks, check => check is { Code: "lung-dose-session", Status: CheckStatus.NotGiven });
    }

    [Fact]
    public void Partition_SeveralTumors_DosesFollowEachRatioAndTheirMeanIsWeighted()
    {
        TerritoryInput territory = Requests.Partition(0, 800, 1, 0.1) with
        {
            Tumors = [new() { Name = "A", VolumeMl = 100, TumorToNormalRatio = 4 }, new() { Name = "B", VolumeMl = 50, TumorToNormalRatio = 10 }],
            Targets = new() { NormalLiverGy = 40 },
        };

        ModelPlan plan = Planner.Plan(Requests.Of(territory), PlanningModel.Partition);

        Assert.Equal([160.0, 400.0], plan.Doses.Tumors.Select(tumor => Math.Round(tumor.MeanGy!.Value, 9)));
        Assert.Equal((100 * 160.0 + 50 * 400) / 150, plan.Doses.TumorGy!.Value, 1e-9);
        Assert.Equal(40 * 1.03 * (0.8 + 0.4 + 0.5) / (49.67 * 0.9), plan.ActivityGBq!.Value, 1e-9);
    }

    [Fact]
    public void Partition_SeveralTerritories_ShareTheLungLimitByOneFactor()
    {
        TerritoryInput right = Requests.Partition(200, 800, 3, 0.1, new() { TumorGy = 300 }) with { Name = "right" };
        TerritoryInput left = Requests.Partition(50, 350, 4, 0.2, new() { TumorGy = 200 }) with { Name = "left" };
        PlanRequest request = Requests.Of(right) with { Territories = [right, left] };
        ModelPlan free = Planner.Plan(request with { LungLimitGy = null }, PlanningModel.Partition);

        ModelPlan capped = Planner.Plan(request with { LungLimitGy = 10 }, PlanningModel.Partition);

        Assert.Equal(300, free.Territories[0].Doses.TumorGy!.Value, 1e-9);
        Assert.Equal(200, free.Territories[1].Doses.TumorGy!.Value, 1e-9);
        Assert.Equal(10, capped.Doses.LungGy!.Value, 1e-9);
        double factor = 10 / free.Doses.LungGy!.Value;
        Assert.All(capped.Territories.Zip(free.Territories), pair => Assert.Equal(factor, pair.First.ActivityGBq!.Value / pair.Second.ActivityGBq!.Value, 1e-12));
    }

    [Fact]
    public void Bsa_SeveralTerritories_SaysWhichModelToTake()
    {
        TerritoryInput right = Requests.Partition(200, 800, 3, 0.1) with { Name = "right" };
        PlanRequest request = Requests.Of(right, DeviceType.Resin) with { Territories = [right, right with { Name = "left" }], HeightM = 1.7, WeightKg = 70 };

        Assert.Contains("modified-bsa", Planner.Plan(request, PlanningModel.Bsa).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Voxel_Coefficients_FirstOfTargetAndLimitBinds()
    {
        TerritoryInput territory = new()
        {
            Name = "image",
            LungShuntFraction = 0.1,
            Targets = new() { TumorD70Gy = 205, NormalLiverGy = 40 },
            Voxel = new() { TumorGyPerGBq = 120, TumorD70GyPerGBq = 82, NormalLiverGyPerGBq = 20, LungGyPerGBq = 4.967 },
        };

        ModelPlan plan = Planner.Plan(Requests.Of(territory), PlanningModel.Voxel);

        Assert.Equal(2, plan.ActivityGBq!.Value, 1e-12);
        Assert.Equal("target-normal", plan.Binding);
        Assert.Equal(164, plan.Doses.TumorD70Gy!.Value, 1e-9);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(10)]
    public void Territory_ShuntThatIsNoFraction_IsRefused(double shunt) =>
        Assert.Throws<InvalidInputException>(() => Requests.Perfused(1000, shunt, 100));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Tumor_RatioNotAboveZero_IsRefused(double ratio) =>
        Assert.Throws<InvalidInputException>(() => Requests.Partition(200, 800, ratio, 0.1));
}
