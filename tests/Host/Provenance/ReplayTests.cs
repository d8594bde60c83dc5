using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host;
using VoxelDose.Host.Io;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Verbs;

namespace VoxelDose.Tests.Host.Provenance;

public sealed class ReplayTests
{
    private static readonly string Case = Repository.PathOf("data/phantoms/torso/case.json");

    [Fact]
    public void Hashes_OfOneAndTwoThreadsAndOfAReplay_AreTheSame()
    {
        using Invocation one = new Invocation().Dose(Case, "--device", "cpu", "--threads", "1");
        using Invocation two = new Invocation().Dose(Case, "--device", "cpu", "--threads", "2", "--format", "nii.gz");
        using var again = new Invocation();
        again.Dose("--replay", Path.Combine(one.Out, "results.json"), "--threads", "2");

        Assert.Equal((0, 0, 0), (one.ExitCode, two.ExitCode, again.ExitCode));
        ProvenanceInfo expected = one.Results.Provenance!;
        Assert.Equal(["ldm", "vsv"], expected.Doses.Select(d => d.Method));
        Assert.Equal(expected.Doses, two.Results.Provenance!.Doses);
        Assert.Equal(expected.Doses, again.Results.Provenance!.Doses);
        Assert.Equal(expected.ResultsSha256, again.Results.Provenance!.ResultsSha256);
        Assert.Contains(expected.Tables, table => table.Name == "physics/y90-egsnrc-dpk-water.csv");
        Assert.Equal(expected.ResultsSha256, ProvenanceOf.HashOfFile(Path.Combine(one.Out, "results.json")));
        Assert.Equal(expected.ResultsSha256, ProvenanceOf.HashOfFile(Path.Combine(again.Out, "results.json")));
    }

    [Fact]
    public void Replay_OfAnOptionThatChangesTheResult_IsTheSameRun()
    {
        using Invocation run = new Invocation().Dose(Case, "--device", "cpu", "--method", "vsv", "--density", "uniform:1.1", "--tumor-shell-mm", "5");
        using var again = new Invocation();
        again.Dose("--replay", Path.Combine(run.Out, "results.json"));

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(run.Results.Provenance!.ResultsSha256, again.Results.Provenance!.ResultsSha256);
    }

    /// <summary>What DICOM cannot hold is warned of by a replay that writes none, too; rounding beside positive doses (the second image) is not.</summary>
    [Theory]
    [InlineData(-1e5f, true)]
    [InlineData(0f, false)]
    public void Replay_OfARunWithDicomOutput_HasItsWarnings(float value, bool isWarned)
    {
        using var run = new Invocation();
        var grid = VoxelGrid.AxisAligned(new(24, 24, 24), new(2, 2, 2));
        float[] values = new float[24 * 24 * 24];
        values[12 + (24 * (12 + (24 * 12)))] = 1e6f;
        values[3 + (24 * (3 + (24 * 3)))] = value;
        string file = run.InputPath("image.nrrd");
        VolumeFile.Write(file, new(grid, values), "activity", "Bq/mL");
        run.Dose("--activity", file, "--modality", "y90-pet", "--calibration", "absolute", "--hours-after-administration", "0", "--accept-imbalance", "--device", "cpu", "--dicom-out");

        (int code, _, string error) = ProgramProcess.Run(["dose", "--replay", Path.Combine(run.Out, "results.json"), "--json"]);

        Assert.True(code == 0, error);
        Assert.Equal(isWarned, run.Results.Warnings.Any(warning => warning.Code == "rtdose-negative-clipped"));
    }

    [Fact]
    public void Replay_ChangedInput_IsRefusedByName()
    {
        using Invocation run = CopiedCase(out string folder);
        File.AppendAllText(Path.Combine(folder, "structures.seg.nrrd"), "x");

        string error = ErrorOf(3, "dose", "--replay", Path.Combine(run.Out, "results.json"), "--json");

        Assert.Contains("input 'structures'", error, StringComparison.Ordinal);
        Assert.Contains("has changed since", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_AbsentInputCaseFileOrOption_IsRefused()
    {
        using Invocation run = CopiedCase(out string folder);
        string results = Path.Combine(run.Out, "results.json");
        Assert.Equal(2, Program.Run(["dose", Case, "--replay", results, "--json"]));
        Assert.Equal(2, Program.Run(["dose", "--replay", results, "--json", "--density", "uniform:1.0"]));
        File.Delete(Path.Combine(folder, "activity.nrrd"));
        Assert.Equal(3, Program.Run(["dose", "--replay", results, "--json"]));
    }

    [Fact]
    public void Replay_OfAFolder_PointsToTheFileInIt()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no results.json lies in it", Assert.Throws<InvalidInputException>(() => Replay.Read(folder.Path)).Message, StringComparison.Ordinal);
        string file = folder.Write("results.json", "{}");
        Assert.Contains($"--replay {file}", Assert.Throws<InvalidInputException>(() => Replay.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfResultsThatWereChanged_SaysSo()
    {
        using Invocation run = CopiedCase(out _);
        string results = Path.Combine(run.Out, "results.json");
        string sha256 = run.Results.Provenance!.Doses[0].Sha256;
        File.WriteAllText(results, File.ReadAllText(results).Replace(sha256, new string('0', 64), StringComparison.Ordinal));

        string error = ErrorOf(5, "dose", "--replay", results, "--json");

        Assert.Contains("differ in ldm", error, StringComparison.Ordinal);
        Assert.Contains("was changed after it was written", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfResultsWithoutProvenance_IsRefused()
    {
        using Invocation run = CopiedCase(out _);
        string results = Path.Combine(run.Out, "results.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(results))!;
        json.AsObject().Remove("provenance");
        File.WriteAllText(results, json.ToJsonString());

        Assert.Equal(3, Program.Run(["dose", "--replay", results, "--json"]));
    }

    /// <summary>The committed case in a folder that a test may change, and a run of it.</summary>
    private static Invocation CopiedCase(out string folder)
    {
        var run = new Invocation();
        folder = run.InputPath("case");
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "case.json", "activity.nrrd", "ct.nrrd", "structures.seg.nrrd" })
        {
            File.Copy(Repository.PathOf("data/phantoms/torso/" + name), Path.Combine(folder, name));
        }

        return run.Dose(Path.Combine(folder, "case.json"), "--device", "cpu", "--method", "ldm");
    }

    private static string ErrorOf(int expectedCode, params string[] words)
    {
        (int code, _, string error) = ProgramProcess.Run(words);
        Assert.Equal(expectedCode, code);
        return error;
    }
}
