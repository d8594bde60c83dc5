using System.Text.Json;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Tests.Host.Io.Dicom;
using VoxelDose.Tests.Host.Verbs;

namespace VoxelDose.Tests.Host.Comparison;

/// <summary>Runs of two patients, frames of reference or devices laid beside one another.</summary>
public sealed class ComparedPatientsTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(12, 12, 12), new(4, 4, 4), default);

    [Fact]
    public void DoseOfDicom_BesideAnotherPatients_IsToldAsOne()
    {
        using Invocation one = Run("P1");
        using Invocation other = Run("P2");
        string[] codes = Codes(one, one.Out, other.Out);
        Assert.Contains("patient-differs", codes);
        Assert.Contains("frame-of-reference-differs", codes);
        Assert.DoesNotContain("registration-assumed", codes);
    }

    [Fact]
    public void DoseOfDicom_BesideItself_IsOfOnePatientInOneFrame()
    {
        using Invocation run = Run("P1", "--dicom-out");
        string[] codes = Codes(run, run.Out, Path.Combine(run.Out, "RTDOSE.dcm"));
        Assert.DoesNotContain(codes, code => code is "patient-differs" or "frame-of-reference-differs" or "registration-assumed");
    }

    [Fact]
    public void DoseOfDicom_Deidentified_IsOfNobodyKnown()
    {
        using Invocation one = Run("P1", "--dicom-out", "--deidentify");
        using Invocation other = Run("P2", "--dicom-out", "--deidentify");
        Assert.DoesNotContain("patient-differs", Codes(one, one.Out, other.Out));
    }

    [Theory]
    [InlineData("glass", "eanm2022-glass", "eanm2022-resin")]
    [InlineData("resin", "eanm2022-resin", "eanm2022-glass")]
    public void ThresholdSets_WithoutBeingNamed_AreThoseOfTheMicrospheresGiven(string device, string looked, string not)
    {
        using Invocation run = Run("P1");
        JsonElement json = Compare(run, run.Out, run.Out, "--delivered-device-type", device, "--predicted-device-type", "glass");
        string[] sets = [.. json.GetProperty("thresholdSets").EnumerateArray().Select(set => set.GetString()!)];
        Assert.Contains(looked, sets);
        Assert.DoesNotContain(not, sets);
        Assert.Contains("lung", sets);

        JsonElement named = Compare(run, run.Out, run.Out, "--delivered-device-type", device, "--threshold-set", not);
        Assert.Contains(named.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("code").GetString() == "threshold-set-of-another-device");
    }

    [Theory]
    [InlineData("--delivered-device-type", "holmium", (int)ExitCode.BadInput)]
    [InlineData("--predicted-device-type", "marble", (int)ExitCode.WrongUsage)]
    public void DeviceType_ThatCannotBe_IsRefused(string option, string device, int expected)
    {
        using Invocation run = Run("P1");
        Assert.Equal(expected, Program.Run([.. Words(run.Out, run.Out), option, device, "--out", run.InputPath("refused")]));
    }

    private static Invocation Run(string patient, params string[] words)
    {
        var run = new Invocation();
        string folder = run.InputPath("pet");
        Directory.CreateDirectory(folder);
        DateTime at = new(2026, 2, 27, 16, 40, 0);
        var image = new Volume(Grid, [.. Enumerable.Range(0, (int)Grid.Size.Count).Select(n => 1e6f + n)]);
        new PetSeries { DecayCorrection = "START", Injected = at, SeriesStart = at.AddDays(1), Acquired = _ => at.AddDays(1), PatientId = patient }.Write(folder, image, _ => 1);
        VolumeFile.Write(run.InputPath("liver.nrrd"), new(Grid, [.. Enumerable.Range(0, (int)Grid.Size.Count).Select(n => n % 12 is > 2 and < 9 ? 1f : 0)]), "labels", "");
        Assert.Equal(0, run.Dose(["--activity", folder, "--structures", run.InputPath("liver.nrrd"), "--role", "Label 1=liver", "--method", "ldm", "--device", "cpu", .. words]).ExitCode);
        return run;
    }

    private static string[] Words(string predicted, string delivered) => ["compare", "--quiet", "--device", "cpu", "--predicted", predicted, "--delivered", delivered];

    private static JsonElement Compare(Invocation run, string predicted, string delivered, params string[] words)
    {
        string result = run.InputPath(Guid.NewGuid().ToString("N"));
        Assert.Equal(0, Program.Run([.. Words(predicted, delivered), "--out", result, .. words]));
        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(result, "comparison.json"))).RootElement;
    }

    private static string[] Codes(Invocation run, string predicted, string delivered) =>
        [.. Compare(run, predicted, delivered).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString()!)];
}
