using System.Diagnostics;

namespace VoxelDose.Tests.Host.Batch;

/// <summary>A batch that is killed, at any point, and goes on.</summary>
public sealed class BatchKillTests
{
    private static readonly bool Full = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("VOXELDOSE_FULL"));

    private static int Cases => Full ? 200 : 12;

    private static int Kills => Full ? 20 : 3;

    [Fact]
    public async Task Batch_KilledAtRandomPointsAndResumed_EqualsAnUndisturbedRun()
    {
        using var undisturbed = new CohortFolder();
        Assert.Equal(0, undisturbed.Batch(undisturbed.Manifest(Cases)));
        using var killed = new CohortFolder();
        string manifest = killed.Manifest(Cases);
        var random = new Random(20261126);
        int died = 0;
        for (int n = 0; n < Kills; n++)
        {
            // From before the first case on: the runtime starts in about 150 ms, and a case takes some 50 ms.
            int untilMs = random.Next(Full ? 300 : 150, Full ? 1500 : 700);
            using Process run = killed.Start(manifest, "--resume", "--quiet");
            if (!run.WaitForExit(untilMs))
            {
                run.Kill();
                died++;
            }

            await run.WaitForExitAsync();
        }

        Assert.True(died > 0, "no run was killed before its end");
        Assert.Equal(0, killed.Batch(manifest, "--resume"));

        Assert.Equal(undisturbed.Bytes("cohort.parquet"), killed.Bytes("cohort.parquet"));
        Assert.Equal(undisturbed.Bytes("cohort.csv"), killed.Bytes("cohort.csv"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(killed.Out, ".*partial*"));
    }

    [Fact]
    public async Task Batch_Terminated_EndsWithWholeCasesAndSaysHowToGoOn()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(400);
        using Process run = cohort.Start(manifest);
        Task<string> errors = run.StandardError.ReadToEndAsync();
        var waited = Stopwatch.StartNew();
        while (!Directory.Exists(Path.Combine(cohort.Out, "c03")) && waited.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(10);
        }

        using Process kill = Process.Start("kill", ["-TERM", $"{run.Id}"]);
        await run.WaitForExitAsync();

        Assert.Equal(143, run.ExitCode);
        Assert.Contains("--resume", await errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cohort.Out, ".c*"));
        Assert.False(File.Exists(Path.Combine(cohort.Out, "cohort.csv")));
        string[] cases = Directory.GetDirectories(cohort.Out, "c*");
        Assert.InRange(cases.Length, 4, 399);
        Assert.All(cases, path => Assert.True(File.Exists(Path.Combine(path, "results.json")) && File.Exists(Path.Combine(path, "case-stamp.json"))));
    }
}
