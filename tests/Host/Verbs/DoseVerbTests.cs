using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Verbs;

public sealed class DoseVerbTests
{
    private static readonly string Case = Repository.PathOf("data/phantoms/torso/case.json");

    [Fact]
    public void Dose_CommittedCase_WritesEverythingAndMeetsTheClosedForm()
    {
        using Invocation run = new Invocation().Dose(Case, "--device", "cpu", "--format", "nrrd");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["dose-ldm.nrrd", "dose-vsv.nrrd", "dvh-differential.csv", "dvh.csv", "manifest.sha256", "report.html", "results.json", "structures.csv"],
            Directory.EnumerateFiles(run.Out).Select(Path.GetFileName).Order());
        ResultsDocument results = run.Results;
        StructureResult tumor = results.Structures.Single(s => s.Name == "Tumor 1");
        DecayData decay = EnergyConventions.Get("Y-90", "ddep");

        // Local deposition in a uniform region is J/GBq x activity / mass: Gy = (J/GBq) x GBq / kg. float32 voxels carry seven digits.
        double expectedGy = decay.JPerGBq * tumor.ActivityMBq!.Value / 1e3 / (tumor.VolumeMl * 1.05 / 1e3);
        Assert.Equal(expectedGy, tumor.Dose["ldm"].MeanGy!.Value, 1e-5 * expectedGy);
        Assert.Equal(5, results.Derived.TumorToNormalRatio!.Value, 1e-5);
        Assert.Equal(2000, results.Quantification.ActivityInFieldOfViewMBq, 1e-3);
        Assert.Equal(1, results.Quantification.BalanceFraction!.Value, 1e-5);

        // Convolution moves energy from the tumour to its surroundings, and none appears.
        Assert.InRange(tumor.Dose["vsv"].MeanGy!.Value, 0.90 * expectedGy, expectedGy);
    }

    [Fact]
    public void Dose_IlgpuCpu_AgreesWithCpuWithinTheContractsTolerance()
    {
        using Invocation host = new Invocation().Dose(Case, "--device", "cpu", "--format", "nrrd");
        using Invocation ilgpu = new Invocation().Dose(Case, "--device", "ilgpu-cpu", "--format", "nrrd");

        foreach (string file in new[] { "dose-ldm.nrrd", "dose-vsv.nrrd" })
        {
            float[] a = VolumeFile.Read(Path.Combine(host.Out, file)).Volume.Values;
            float[] b = VolumeFile.Read(Path.Combine(ilgpu.Out, file)).Volume.Values;
            Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Max() <= 1e-5 * a.Max(), file);
        }
    }

    [Fact]
    public void Dose_SameCaseWithOneAndTwoThreads_GivesTheSameBits()
    {
        using Invocation one = new Invocation().Dose(Case, "--device", "cpu", "--threads", "1", "--format", "nrrd");
        using Invocation two = new Invocation().Dose(Case, "--device", "cpu", "--threads", "2", "--format", "nrrd");

        Assert.Equal(
            VolumeFile.Read(Path.Combine(one.Out, "dose-vsv.nrrd")).Volume.Values,
            VolumeFile.Read(Path.Combine(two.Out, "dose-vsv.nrrd")).Volume.Values);
    }

    [Fact]
    public void Dose_LimitThatAllVolumesFit_IsToldAndChangesNothing()
    {
        using Invocation free = new Invocation().Dose(Case, "--device", "cpu");
        using Invocation limited = new Invocation().Dose(Case, "--device", "cpu", "--max-memory", "100GB");

        Assert.Equal(0, limited.ExitCode);
        Assert.Equal(free.Results.Provenance!.Doses, limited.Results.Provenance!.Doses);
        Assert.Contains("all volumes at once", limited.Results.Warnings.Single(w => w.Code == "memory-limit").Message, StringComparison.Ordinal);
        Assert.Equal(["100GB"], limited.Results.Provenance!.Given["max-memory"]);
        Assert.DoesNotContain(free.Results.Warnings, w => w.Code == "memory-limit");
    }

    [Theory]
    [InlineData("2GB", 2_000_000_000L)]
    [InlineData("1.5 GiB", 1_610_612_736L)]
    [InlineData("700mb", 700_000_000L)]
    [InlineData("2", null)]
    [InlineData("-2GB", null)]
    [InlineData("0GB", null)]
    [InlineData("GB", null)]
    [InlineData("NaNGB", null)]
    public void MemoryLimit_Size_IsANumberAboveZeroWithItsUnit(string text, long? bytes) => Assert.Equal(bytes, MemoryLimit.Parse(text));

    [Fact]
    public void Dose_AbsentFile_IsBadInputAndLeavesNothing() => AssertRefused(3, "--activity", "nowhere.nrrd", "--device", "cpu");

    [Fact]
    public void Dose_TruncatedImage_IsBadInputAndLeavesNothing()
    {
        using var run = new Invocation();
        byte[] whole = File.ReadAllBytes(Repository.PathOf("data/phantoms/torso/activity.nrrd"));
        File.WriteAllBytes(run.InputPath("activity.nrrd"), whole[..(whole.Length / 2)]);

        run.Dose(Case, "--activity", run.InputPath("activity.nrrd"), "--device", "cpu");

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Leftovers);
    }

    [Fact]
    public void Dose_SegmentationBesideTheImage_IsBadInput()
    {
        using var run = new Invocation();
        LoadedVolume activity = VolumeFile.Read(Repository.PathOf("data/phantoms/torso/activity.nrrd"));
        string moved = run.InputPath("moved.nrrd");
        VoxelDose.Engine.Volumes.VoxelGrid grid = activity.Volume.Grid;
        VolumeFile.Write(moved, new(new(grid.Size, grid.SpacingMm, new(5000, 0, 0), grid.Direction), activity.Volume.Values), "activity", "Bq/mL");

        run.Dose(Case, "--activity", moved, "--device", "cpu");

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Leftovers);
    }

    [Fact]
    public void Dose_UnitsNotStated_IsBadInput()
    {
        using var run = new Invocation();
        LoadedVolume activity = VolumeFile.Read(Repository.PathOf("data/phantoms/torso/activity.nrrd"));
        string silent = run.InputPath("silent.nrrd");
        VolumeFile.Write(silent, activity.Volume, "activity", "arbitrary");

        run.Dose("--activity", silent, "--calibration", "absolute", "--hours-after-administration", "0", "--device", "cpu");

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Leftovers);
    }

    [Theory]
    [InlineData(2, "--device", "gpu")]
    [InlineData(2, "--method", "dpk")]
    [InlineData(2, "--frobnicate", "1")]
    [InlineData(2, "--max-memory", "plenty")]
    [InlineData(4, "--device", "cuda:97")]
    [InlineData(3, "--role", "Tumour=tumor")]
    [InlineData(3, "--threshold-set", "lungs")]
    public void Dose_WrongOption_ExitsByTheContractAndLeavesNothing(int exitCode, string option, string value) =>
        AssertRefused(exitCode, Case, option, value);

    [Fact]
    public void Dose_FailOnWarning_FinishesWithFive()
    {
        using Invocation run = new Invocation().Dose(Case, "--device", "cpu", "--method", "ldm", "--fail-on", "registration-assumed");

        Assert.Equal(5, run.ExitCode);
        Assert.True(File.Exists(Path.Combine(run.Out, "results.json")));
    }

    [Fact]
    public void Dose_OutputFolderInUse_IsRefusedUnlessOverwrite()
    {
        using Invocation run = new Invocation().Dose(Case, "--device", "cpu", "--method", "ldm");
        string stale = Path.Combine(run.Out, "stale.txt");
        File.WriteAllText(stale, "old");

        run.Dose(Case, "--device", "cpu", "--method", "ldm");
        Assert.Equal(3, run.ExitCode);
        Assert.True(File.Exists(stale));

        run.Dose(Case, "--device", "cpu", "--method", "ldm", "--overwrite");
        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(stale));
    }

    [SharedDataFact("data/real/taranis-patient-1")]
    public void Dose_Patient1_GivesTheKnownNumbers()
    {
        // The acceptance numbers of the first release for this patient; they are given to 0.5 %.
        string folder = SharedData.PathOf("data/real/taranis-patient-1");
        using Invocation run = new Invocation().Dose(
            "--activity", Path.Combine(folder, "patient_1_Y90_PET.nrrd"),
            "--structures", Path.Combine(folder, "patient_1_Segmentation.seg.nrrd"),
            "--modality", "y90-pet", "--activity-units", "bq-per-ml", "--calibration", "absolute", "--hours-after-administration", "0",
            "--energy-convention", "eanm2022", "--device", "cpu", "--format", "nrrd");

        Assert.Equal(0, run.ExitCode);
        ResultsDocument results = run.Results;
        Assert.Equal(8, results.Structures.Count(s => !s.Derived));
        Assert.Equal(2, results.Structures.Count(s => s.Derived));
        AssertNear(1123.0, results.Quantification.ActivityInFieldOfViewMBq);
        AssertNear(1049, results.Quantification.ActivityInLiverMBq!.Value);
        foreach ((string name, double volumeMl, double meanGy) in new[]
            { ("Liver", 1488.5, 33.3), ("Tumor 1", 15.63, 67.2), ("Tumor 2", 209.6, 162.9), ("Tumor 4", 0.52, 293.5) })
        {
            StructureResult structure = results.Structures.Single(s => s.Name == name);
            AssertNear(volumeMl, structure.VolumeMl);
            AssertNear(meanGy, structure.Dose["ldm"].MeanGy!.Value);
            Assert.NotNull(structure.Dose["vsv"].MeanGy);
        }
    }

    private static void AssertNear(double expected, double found) => Assert.InRange(found, 0.995 * expected, 1.005 * expected);

    private static void AssertRefused(int exitCode, params string[] words)
    {
        using Invocation run = new Invocation().Dose(words);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Leftovers);
    }
}
