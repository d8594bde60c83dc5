using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Cli;

public sealed class PlainProgressTests
{
    [Fact]
    public void Tell_ManyTimesAMinute_WritesAtItsPace()
    {
        var lines = new List<string>();
        var progress = new PlainProgress(lines.Add, TimeSpan.FromSeconds(10));
        progress.Begin(TimeSpan.FromSeconds(3));
        for (int second = 3; second < 43; second++)
        {
            progress.Tell(TimeSpan.FromSeconds(second), $"{second}");
        }

        Assert.Equal(["13", "23", "33"], lines);
    }

    [Fact]
    public void Tell_StageThatEndsSoon_WritesNothing()
    {
        var lines = new List<string>();
        var progress = new PlainProgress(lines.Add, TimeSpan.FromSeconds(10));
        foreach (double start in (double[])[0, 8, 17])
        {
            progress.Begin(TimeSpan.FromSeconds(start));
            progress.Tell(TimeSpan.FromSeconds(start + 9), "late");
        }

        Assert.Empty(lines);
    }
}
