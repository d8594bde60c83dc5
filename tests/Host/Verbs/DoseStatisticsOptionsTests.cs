using System.Text.Json;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Reports;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>What dose says on request: bands, earlier treatments, outcome models, the user's limits.</summary>
public sealed class DoseStatisticsOptionsTests
{
    private static readonly string Case = Repository.PathOf("data/phantoms/torso/case.json");
    private static readonly string[] Quick = [Case, "--device", "cpu", "--method", "ldm"];

    [Fact]
    public void Dose_EarlierRun_SumsInBedAndSaysSo()
    {
        using Invocation first = new Invocation().Dose(Quick);
        using Invocation second = new Invocation().Dose(
            [.. Quick, "--earlier-dose", "first=" + first.Out, "--earlier-mean-gy", "177Lu:Liver=6", "--earlier-half-life-h", "177Lu=50", "--earlier-lung-gy", "12", "--lung-shunt", "0.05"]);

        Assert.Equal(0, second.ExitCode);
        ResultsDocument results = second.Results;
        DoseStatistics tumor = results.Structures.Single(s => s.Name == "Tumor 1").Dose["ldm"];
        DoseStatistics liver = results.Structures.Single(s => s.Name == "Liver").Dose["ldm"];
        Assert.Equal(2, tumor.Cumulative!.BedMeanGy / tumor.BedMeanGy!.Value, 6);
        Assert.False(tumor.Cumulative.IsComplete);
        Assert.True(liver.Cumulative!.IsComplete);
        Assert.Equal((2 * liver.BedMeanGy!.Value) + liver.Cumulative.Earlier[1].BedMeanGy!.Value, liver.Cumulative.BedMeanGy, 3);
        Assert.Equal(results.Quantification.HalfLifeH, tumor.Cumulative.Earlier[0].HalfLifeH);
        Assert.Equal(results.Derived.LungDoseGy + 12, results.Derived.CumulativeLungDoseGy);
        string[] codes = [.. results.Warnings.Select(w => w.Code)];
        Assert.Contains("retreatment", codes);
        Assert.Contains("earlier-registration-assumed", codes);
        Assert.Contains("earlier-dose-incomplete", codes);
        Assert.Contains("earlier-dose-same-image", codes);
        Assert.Equal(2, results.Inputs.Count(input => input.Role == "earlier-dose first"));
        Assert.Contains("All treatments together", File.ReadAllText(Path.Combine(second.Out, "report.html")), StringComparison.Ordinal);
        AssertValid(second);
    }

    [Fact]
    public void Dose_EarlierVolumePlacedByATransform_IsMovedBack()
    {
        using Invocation first = new Invocation().Dose(Quick);
        string volume = Directory.GetFiles(first.Out, "dose-ldm.*").Single();
        LoadedVolume dose = VolumeFile.Read(volume);
        using var run = new Invocation();
        string moved = run.InputPath("moved.nrrd");
        string transform = run.InputPath("moved.tfm");
        VoxelDose.Engine.Volumes.VoxelGrid grid = dose.Volume.Grid;
        VolumeFile.Write(moved, new(new(grid.Size, grid.SpacingMm, grid.OriginMm + new VoxelDose.Engine.Volumes.Vec3(40, 0, 0), grid.Direction), dose.Volume.Values), "dose", "Gy");
        File.WriteAllText(transform, "#Insight Transform File V1.0\nTransform: TranslationTransform_double_3_3\nParameters: 40 0 0\nFixedParameters:\n");

        run.Dose([.. Quick, "--earlier-dose", "first=" + moved, "--earlier-half-life-h", "first=64.04", "--transform", "first=" + transform]);

        Assert.Equal(0, run.ExitCode);
        DoseStatistics tumor = run.Results.Structures.Single(s => s.Name == "Tumor 1").Dose["ldm"];
        Assert.Equal(2, tumor.Cumulative!.BedMeanGy / tumor.BedMeanGy!.Value, 4);
        Assert.DoesNotContain(run.Results.Warnings, w => w.Code == "earlier-registration-assumed");
    }

    [Fact]
    public void Dose_EarlierRunFromMaa_IsSummedButToldAsAPrediction()
    {
        using Invocation planned = new Invocation().Dose(
            [.. Quick, "--modality", "tc99m-maa-spect", "--calibration", "relative", "--lung-shunt", "0"]);
        using Invocation run = new Invocation().Dose([.. Quick, "--earlier-dose", "plan=" + planned.Out]);

        Assert.Equal(0, planned.ExitCode);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Results.Warnings, w => w.Code == "earlier-dose-predicted");
    }

    [Theory]
    [InlineData(3, "--earlier-dose", "first=INPUT")]
    [InlineData(2, "--earlier-dose", "ct=INPUT", "--earlier-half-life-h", "ct=64")]
    [InlineData(2, "--earlier-mean-gy", "177Lu:Liver=6")]
    [InlineData(2, "--earlier-mean-gy", "177Lu=6")]
    [InlineData(2, "--earlier-half-life-h", "177Lu=50")]
    [InlineData(3, "--earlier-mean-gy", "177Lu:Spleen=6", "--earlier-half-life-h", "177Lu=50")]
    [InlineData(3, "--earlier-mean-gy", "177Lu:Lung left=6", "--earlier-half-life-h", "177Lu=50")]
    [InlineData(2, "--d-cc", "0")]
    [InlineData(2, "--geud", "tumor=0")]
    [InlineData(2, "--dvh-band-seed", "3")]
    [InlineData(3, "--outcome-model", "tcp")]
    public void Dose_WrongOption_IsRefusedAndLeavesNothing(int exitCode, params string[] words)
    {
        using var run = new Invocation();
        string bare = run.InputPath("bare.nrrd");
        LoadedVolume activity = VolumeFile.Read(Repository.PathOf("data/phantoms/torso/activity.nrrd"));
        VolumeFile.Write(bare, activity.Volume, "dose", "Gy");

        run.Dose([.. Quick, .. words.Select(word => word.Replace("INPUT", bare, StringComparison.Ordinal))]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Leftovers);
    }

    [Fact]
    public void Dose_DvhBand_IsTheSameForTheSameSeedAndHoldsTheCurve()
    {
        using Invocation run = new Invocation().Dose([.. Quick, "--dvh-band", "--dvh-band-seed", "7"]);
        using Invocation again = new Invocation().Dose([.. Quick, "--dvh-band", "--dvh-band-seed", "7"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(run.Out, "dvh-band.csv")), File.ReadAllText(Path.Combine(again.Out, "dvh-band.csv")));
        DvhBands bands = run.Results.DvhBands!;
        Assert.Equal((7, 1000, 0.95), (bands.Seed, bands.Draws, bands.Probability));
        Assert.Equal(run.Results.Structures.Count, bands.Curves.Count);
        foreach (DvhBandCurve band in bands.Curves)
        {
            Assert.All(Enumerable.Range(0, band.DoseGy.Count), n => Assert.True(band.Low[n] <= band.Median[n] && band.Median[n] <= band.High[n]));
        }

        Assert.Contains("\"bands\":[{", File.ReadAllText(Path.Combine(run.Out, "report.html")), StringComparison.Ordinal);
        AssertValid(run);
    }

    [Fact]
    public void Dose_NothingAsked_HasDccAndDifferentialHistogramButNoBandNorOutcome()
    {
        using Invocation run = new Invocation().Dose(Quick);

        DoseStatistics liver = run.Results.Structures.Single(s => s.Name == "Liver").Dose["ldm"];
        Assert.Equal([0.5, 1, 2], liver.Dcc.Select(d => d.VolumeMl));
        Assert.All(liver.Dcc, d => Assert.InRange(d.DoseGy!.Value, liver.D2Gy!.Value, liver.MaxGy!.Value));
        Assert.Equal((liver.D2Gy - liver.D98Gy) / liver.D50Gy, liver.HomogeneityIndex);
        Assert.Empty(liver.Outcomes);
        Assert.Null(liver.Cumulative);
        Assert.Null(run.Results.DvhBands);
        Assert.False(File.Exists(Path.Combine(run.Out, "dvh-band.csv")));
        string[] lines = File.ReadAllLines(Path.Combine(run.Out, "dvh-differential.csv"));
        Assert.Equal("structure,method,doseGy,volumeFractionPerGy", lines[0]);
    }

    [Fact]
    public void Dose_OutcomeModels_BuiltInAndOfTheUser_TellTheirProbability()
    {
        using var run = new Invocation();
        string file = run.InputPath("model.json");
        File.WriteAllText(file, """
            {"name":"mine","role":"normal-liver","kind":"lyman","metric":"mean","device":"glass","disease":"test","endpoint":"test","source":"invented, 10.0/0","d50Gy":50,"m":0.3}
            """);

        run.Dose([.. Quick, "--outcome-model", file, "--outcome-model", "tcp-hcc-eud", "--radiobiology", "tumor=10,1.5,0.02", "--geud", "normal-liver=1"]);

        Assert.Equal(0, run.ExitCode);
        DoseStatistics normal = run.Results.Structures.Single(s => s is { Derived: true, Name: "Normal liver (derived)" }).Dose["ldm"];
        OutcomeResult mine = Assert.Single(normal.Outcomes);
        Assert.Equal(normal.MeanGy, mine.DoseGy);
        Assert.Equal(normal.MeanGy!.Value, normal.GeudGy!.Value, 6);
        Assert.InRange(mine.Probability!.Value, 0, 1);
        DoseStatistics tumor = run.Results.Structures.Single(s => s.Name == "Tumor 1").Dose["ldm"];
        Assert.Equal(tumor.EudGy, Assert.Single(tumor.Outcomes).DoseGy);
        Assert.Contains(run.Results.Warnings, w => w.Code == "outcome-model");
        AssertValid(run);
    }

    [Fact]
    public void Dose_LimitOfTheUser_FailsOnItsCode()
    {
        using var run = new Invocation();
        string file = run.InputPath("limits.json");
        File.WriteAllText(file, """
            {"name":"mine","title":"mine","source":"local","limits":[
              {"code":"my-d05cc","structure":"tumor","quantity":"d0.5cc","comparison":"below","value":1,"unit":"Gy","device":"any","disease":"any","endpoint":"test"},
              {"code":"my-hi","structure":"tumor","quantity":"homogeneityIndex","comparison":"at-least","value":0,"unit":"1","device":"any","disease":"any","endpoint":"test"}]}
            """);

        run.Dose([.. Quick, "--d-cc", "3", "--threshold-set", file, "--fail-on", "my-hi"]);
        Assert.Equal(0, run.ExitCode);
        run.Dose([.. Quick, "--overwrite", "--threshold-set", file, "--fail-on", "my-d05cc"]);
        Assert.Equal(5, run.ExitCode);
    }

    private static void AssertValid(Invocation run)
    {
        var schema = new MiniSchema(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs/results.schema.json"))).RootElement);
        Assert.Empty(schema.Validate(JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Out, "results.json"))).RootElement));
    }
}
