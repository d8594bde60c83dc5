using System.Diagnostics;
using VoxelDose.Host.Batch;

namespace VoxelDose.Tests.Host.Batch;

public sealed class SlurmScriptTests
{
    private static readonly SlurmScript Script = new(
        ["/opt/voxel dose/voxeldose"], ["batch", "/data/it's/m.csv", "--out", "/data/$HOME"], 70, 3, 4, 2048, 2, "01:00:00", "gpu", "/data/logs of mine");

    [Fact]
    public void Text_EveryResource_IsADirective()
    {
        string[] lines = Script.Text().Split('\n');

        Assert.Equal("#!/usr/bin/env bash", lines[0]);
        foreach (string directive in new[]
        {
            "array=1-3", "cpus-per-task=4", "mem=2048M", "gres=gpu:2", "time=01:00:00", "partition=gpu", "requeue", "signal=B:USR1@60", "output=\"/data/logs of mine/%A_%a.log\"",
        })
        {
            Assert.Contains("#SBATCH --" + directive, lines);
        }
    }

    [Fact]
    public void Text_WithoutGpuTimeAndPartition_AsksForNone()
    {
        string text = (Script with { Gpus = 0, Time = null, Partition = null }).Text();

        Assert.DoesNotContain("--gres", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--time", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--partition", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OddPaths_ReachTheProgramAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        string program = folder.Write("program", "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 6\n");
        string script = folder.Write("script", (Script with { Program = ["sh", program] }).Text());
        var start = new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, Environment = { ["SLURM_ARRAY_TASK_ID"] = "2" } };

        using Process run = Process.Start(start)!;
        string said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.Equal(["batch", "/data/it's/m.csv", "--out", "/data/$HOME", "--shard", "2/3", "--resume"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(6, run.ExitCode);
    }
}
