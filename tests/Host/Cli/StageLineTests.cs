using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Cli;

public class StageLineTests
{
    [Fact]
    public void Left_StageThatTellsItsShare_IsProportional() =>
        Assert.Equal(30, StageLine.Left(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(2), 0.25, 1, 0)!.Value, 1e-9);

    [Fact]
    public void Left_FirstStage_IsNotKnown() => Assert.Null(StageLine.Left(TimeSpan.FromSeconds(1), TimeSpan.Zero, null, 0, 0.4));

    [Fact]
    public void Left_LaterStage_FollowsThisRunsOwnPace()
    {
        // Stages of usual weight 0.4 took 4 s, so a unit of weight takes 10 s; 4.02 of weight in all, 0.8 done when this one began, 1 s spent in it.
        double left = StageLine.Left(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(8), null, 0.8, 0.2)!.Value;

        Assert.Equal(10 * (4.02 - 0.8 - 0.1), left, 1e-9);
    }

    [Fact]
    public void Left_StageLongerThanUsual_NeverTurnsNegative() =>
        Assert.True(StageLine.Left(TimeSpan.FromHours(1), TimeSpan.FromSeconds(8), null, 3.32, 0.7)!.Value >= 0);

    [Theory]
    [InlineData(null, "  3.2 s  dose by vsv")]
    [InlineData(0.2, "  3.2 s  dose by vsv, about 1 s left")]
    [InlineData(59.6, "  3.2 s  dose by vsv, about 60 s left")]
    [InlineData(300.0, "  3.2 s  dose by vsv, about 5 min left")]
    [InlineData(9000.0, "  3.2 s  dose by vsv, about 2.5 h left")]
    public void Text_TimeLeft_IsRounded(double? left, string expected) => Assert.Equal(expected, StageLine.Text("dose by vsv", TimeSpan.FromSeconds(3.2), left));
}
