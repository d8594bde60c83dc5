using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

public sealed class SensitivityTests
{
    [Fact]
    public void Of_Partition_MovesOneInputAtATime()
    {
        PlanRequest request = Requests.Of(Requests.Partition(200, 800, 3, 0.1, new() { NormalLiverGy = 40 }));
        ModelPlan plan = Planner.Plan(request, PlanningModel.Partition);

        IReadOnlyList<SensitivityRow> rows = Sensitivity.Of(request, plan, new Dictionary<string, double> { ["tn-ratio"] = 0.2 });

        Assert.Equal(["tn-ratio", "lung-shunt", "tumor-ml", "normal-liver-ml"], rows.Select(row => row.Parameter));
        SensitivityRow ratio = rows[0];
        Assert.False(ratio.IsAssumed);
        Assert.True(rows[1].IsAssumed);

        // TN 3.6 instead of 3: equivalent mass 0.2 x 3.6 + 0.8 = 1.52 instead of 1.4.
        Assert.Equal(plan.ActivityGBq!.Value * 1.52 / 1.4, ratio.High.ReplannedGBq!.Value, 1e-9);
        Assert.Equal(40 * 1.4 / 1.52, ratio.High.DosesAsPlanned.NormalLiverGy!.Value, 1e-9);
        Assert.Equal(plan.Doses.LungGy!.Value * 1.1, rows[1].High.DosesAsPlanned.LungGy!.Value, 1e-9);
    }
}
