using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

/// <summary>What holds for every plan. Inputs are drawn over the whole clinical range and beyond.</summary>
public sealed class PlannerPropertyTests
{
    public sealed record Drawn(double TumorMl, double NormalMl, double Ratio, double Shunt, double Residual, double TumorGy, double NormalGy, double LungGy, double ActivityGBq);

    public static class Draws
    {
        public static Arbitrary<Drawn> Drawn() => Arb.From(
            from tumor in Between(1, 2000)
            from normal in Between(10, 3000)
            from ratio in Between(0.2, 30)
            from shunt in Between(0.001, 0.95)
            from residual in Between(0, 0.5)
            from tumorGy in Between(20, 600)
            from normalGy in Between(5, 120)
            from lungGy in Between(1, 50)
            from activity in Between(0.1, 20)
            select new Drawn(tumor, normal, ratio, shunt, residual, tumorGy, normalGy, lungGy, activity));

        private static Gen<double> Between(double low, double high) => Gen.Choose(0, 1_000_000).Select(n => low + ((high - low) * n / 1_000_000));
    }

    private static PlanRequest Request(Drawn drawn, double? activityGBq = null) => Requests.Of(
        Requests.Partition(drawn.TumorMl, drawn.NormalMl, drawn.Ratio, drawn.Shunt, new() { TumorGy = drawn.TumorGy, NormalLiverGy = drawn.NormalGy, PerfusedGy = drawn.NormalGy }, activityGBq))
        with
    { ResidualFraction = drawn.Residual, LungLimitGy = drawn.LungGy };

    private static bool Near(double? a, double? b) => Math.Abs(a!.Value - b!.Value) <= 1e-9 * Math.Abs(b.Value);

    [Property(Arbitrary = [typeof(Draws)])]
    public bool Doses_AreLinearInActivity(Drawn drawn)
    {
        CompartmentDoses one = Planner.Plan(Request(drawn, drawn.ActivityGBq), PlanningModel.Partition).Doses;
        CompartmentDoses three = Planner.Plan(Request(drawn, 3 * drawn.ActivityGBq), PlanningModel.Partition).Doses;
        return Near(three.TumorGy, 3 * one.TumorGy) && Near(three.NormalLiverGy, 3 * one.NormalLiverGy) && Near(three.LungGy, 3 * one.LungGy) && Near(three.PerfusedGy, 3 * one.PerfusedGy);
    }

    [Property(Arbitrary = [typeof(Draws)])]
    public bool LungDose_RisesWithTheShunt(Drawn drawn)
    {
        double? low = Planner.Plan(Request(drawn, drawn.ActivityGBq), PlanningModel.Mird).Doses.LungGy;
        double? high = Planner.Plan(Request(drawn with { Shunt = drawn.Shunt * 1.05 }, drawn.ActivityGBq), PlanningModel.Mird).Doses.LungGy;
        return high > low;
    }

    [Property(Arbitrary = [typeof(Draws)])]
    public bool BindingLimit_IsTheSmallestAndNoLimitIsExceeded(Drawn drawn)
    {
        ModelPlan plan = Planner.Plan(Request(drawn), PlanningModel.Partition);
        ActivityLimit smallest = plan.Limits.MinBy(limit => limit.ActivityGBq)!;
        return plan.Limits.Count == 3 && plan.Binding == smallest.Id && Near(plan.ActivityGBq, smallest.ActivityGBq)
            && plan.Doses.TumorGy <= drawn.TumorGy * (1 + 1e-9) && plan.Doses.NormalLiverGy <= drawn.NormalGy * (1 + 1e-9) && plan.Doses.LungGy <= drawn.LungGy * (1 + 1e-9);
    }

    [Property(Arbitrary = [typeof(Draws)])]
    public bool InverseAndForward_Agree(Drawn drawn)
    {
        foreach (PlanningModel model in new[] { PlanningModel.Mird, PlanningModel.Partition })
        {
            ModelPlan inverse = Planner.Plan(Request(drawn), model);
            ModelPlan forward = Planner.Plan(Request(drawn, inverse.ActivityGBq), model);
            if (!Near(forward.Doses.TumorGy, inverse.Doses.TumorGy) || !Near(forward.Doses.PerfusedGy, inverse.Doses.PerfusedGy) || !Near(forward.Doses.LungGy, inverse.Doses.LungGy))
            {
                return false;
            }
        }

        return true;
    }

    [Property(Arbitrary = [typeof(Draws)])]
    public bool Energy_IsConserved(Drawn drawn)
    {
        // Dose times mass over all compartments is what the activity given releases: C A (1 - R).
        CompartmentDoses doses = Planner.Plan(Request(drawn, drawn.ActivityGBq), PlanningModel.Partition).Doses;
        double joule = (doses.TumorGy!.Value * drawn.TumorMl * 1.03e-3) + (doses.NormalLiverGy!.Value * drawn.NormalMl * 1.03e-3) + doses.LungGy!.Value;
        return Near(joule, 49.67 * drawn.ActivityGBq * (1 - drawn.Residual));
    }
}
