using System.Text.Json;
using VoxelDose.Engine.Results;
using VoxelDose.Host;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Verbs;

namespace VoxelDose.Tests.Host.Phantoms;

public sealed class PhantomVerbTests
{
    [Fact]
    public void Phantom_Spheres_DoseMeetsTheClosedFormsOfTheirTruth()
    {
        using var folder = new TemporaryFolder();
        string phantom = folder.PathOf("spheres");
        Assert.Equal(0, Program.Run(["phantom", "spheres", "--out", phantom, "--quiet"]));

        using Invocation run = new Invocation().Dose(Path.Combine(phantom, "case.json"), "--device", "cpu", "--format", "nrrd");

        Assert.Equal(0, run.ExitCode);
        ResultsDocument results = run.Results;
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(phantom, "truth.json")));
        foreach (JsonElement sphere in truth.RootElement.GetProperty("structures").EnumerateArray())
        {
            StructureResult found = results.Structures.Single(s => s.Name == sphere.GetProperty("name").GetString());
            double localGy = sphere.GetProperty("localDepositionMeanGy").GetDouble();
            double sphereGy = sphere.GetProperty("sphereMeanGy").GetDouble();

            // float32 voxels for local deposition. A sphere of voxels errs by less than a tenth of a voxel (2 mm) on its surface, 3/R of its volume
            // a millimetre, and its mean dose by no more.
            double tolerance = 0.1 * 3 * 2 / (sphere.GetProperty("diameterMm").GetDouble() / 2);
            Assert.Equal(localGy, found.Dose["ldm"].MeanGy!.Value, 1e-5 * localGy);
            Assert.InRange(found.Dose["vsv"].MeanGy!.Value, (1 - tolerance) * sphereGy, (1 + tolerance) * sphereGy);
        }
    }

    [Fact]
    public void Phantom_Pair_BothCasesRun()
    {
        using var folder = new TemporaryFolder();
        string phantom = folder.PathOf("pair");
        Assert.Equal(0, Program.Run(["phantom", "torso-pair", "--out", phantom, "--spacing-mm", "6x6x6", "--psf-mm", "8", "--noise", "on", "--seed", "11", "--quiet"]));

        using Invocation delivered = new Invocation().Dose(Path.Combine(phantom, "case.json"), "--device", "cpu", "--method", "ldm", "--format", "nrrd");
        using Invocation predicted = new Invocation().Dose(Path.Combine(phantom, "case-predicted.json"), "--device", "cpu", "--method", "ldm", "--format", "nrrd");

        Assert.Equal((0, 0), (delivered.ExitCode, predicted.ExitCode));
        Assert.Equal(2000 * (1 - 0.06), predicted.Results.Quantification.ActivityInLiverMBq!.Value, 1);
    }

    [Theory]
    [InlineData(2, "torsoo")]
    [InlineData(2, "torso", "--noise", "loud")]
    [InlineData(2, "torso", "--psf-mm", "-1")]
    [InlineData(2, "torso", "--spacing-mm", "4x4")]
    [InlineData(2, "anatomy")]
    [InlineData(3, "anatomy", "--ct", "nowhere.nii")]
    public void Phantom_WrongOption_ExitsByTheContractAndLeavesNothing(int exitCode, params string[] words)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(exitCode, Program.Run(["phantom", .. words, "--out", folder.PathOf("out"), "--quiet"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [SharedDataFact("data/real/totalsegmentator/example_ct_sm.nii.gz", "data/real/totalsegmentator/example_seg.nii.gz")]
    public void Phantom_RealAnatomy_RunsWithDensityFromItsCt()
    {
        using var folder = new TemporaryFolder();
        string phantom = folder.PathOf("anatomy");
        Assert.Equal(0, Program.Run([
            "phantom", "anatomy", "--ct", SharedData.PathOf("data/real/totalsegmentator/example_ct_sm.nii.gz"),
            "--structures", SharedData.PathOf("data/real/totalsegmentator/example_seg.nii.gz"),
            "--lung", "lung_upper_lobe_left", "--lung", "lung_lower_lobe_left", "--out", phantom, "--quiet"]));

        using Invocation run = new Invocation().Dose(
            Path.Combine(phantom, "case.json"), "--density", "ct", "--device", "cpu", "--method", "ldm", "--format", "nrrd");

        Assert.Equal(0, run.ExitCode);
        StructureResult liver = run.Results.Structures.Single(s => s.Name == "Liver");

        // Liver tissue on CT; anything else would mean that labels and CT do not lie on one another.
        Assert.InRange(liver.MassG!.Value / liver.VolumeMl, 1.0, 1.12);
    }
}
