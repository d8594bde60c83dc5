using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

public sealed class SessionPlannerTests
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly TerritoryInput Right = Requests.Partition(200, 800, 3, 0.2, new() { TumorGy = 300 }) with { Name = "right" };
    private static readonly TerritoryInput Left = Requests.Partition(50, 350, 4, 0.2, new() { TumorGy = 900 }) with { Name = "left" };

    private static IReadOnlyList<SessionPlan> Plan(double weeks) => SessionPlanner.Plan(
        Requests.Of(Right), [new("right lobe", First, [Right]), new("left lobe", First.AddDays(7 * weeks), [Left])], PlanningModel.Partition);

    [Fact]
    public void Plan_Bilobar_SecondSessionGetsWhatTheLungsHaveLeft()
    {
        IReadOnlyList<SessionPlan> plans = Plan(5);

        // 300 Gy to the right lobe would give 36 Gy to the lungs: 30 a session binds, 20 of 50 are left.
        Assert.Equal("limit-lung", plans[0].Plan.Binding);
        Assert.Equal(20, plans[0].RemainingLungGy!.Value, 1e-9);
        Assert.Equal("limit-lung-total", plans[1].Plan.Binding);
        Assert.Equal(50, plans[1].CumulativeLungGy!.Value, 1e-9);
        double normal = ((800 * plans[0].Plan.Doses.NormalLiverGy) + (350 * plans[1].Plan.Doses.NormalLiverGy)).GetValueOrDefault() / 1150;
        Assert.Equal(normal, plans[1].CumulativeNormalLiverGy!.Value, 1e-9);
        Assert.Equal(30 / Math.Pow(2, 5 * 168 / 64.1), plans[1].StillToDeliverLungGy!.Value, 1e-9);
        Assert.Contains(plans[1].Plan.Checks, check => check is { Code: "session-interval", Status: CheckStatus.Passed });
    }

    [Fact]
    public void Plan_SessionsTooNear_SaysSo() =>
        Assert.Contains(Plan(1)[1].Plan.Checks, check => check is { Code: "session-interval", Status: CheckStatus.Failed, Limit: 4 });

    [Fact]
    public void Plan_SessionsOutOfOrder_AreRefused() => Assert.Throws<InvalidInputException>(() => Plan(-1));
}
