using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host;
using VoxelDose.Host.Io;
using VoxelDose.Host.Provenance;
using VoxelDose.Tests.Host.Verbs;

namespace VoxelDose.Tests.Host.Provenance;

public sealed class FolderVerificationTests
{
    private static readonly string Case = Repository.PathOf("data/phantoms/torso/case.json");

    [Fact]
    public void Verify_FinishedRun_Agrees()
    {
        using Invocation run = Run();

        FolderVerification found = FolderVerification.Of(run.Out);

        Assert.True(found.Agrees, string.Join("; ", found.Problems));
        Assert.Equal(Directory.EnumerateFiles(run.Out).Select(Path.GetFileName).Where(name => name != "manifest.sha256").Order(StringComparer.Ordinal), found.Files.Select(f => f.Name));
        Assert.Contains(found.Files, file => file.Name == "results.json");
        Assert.Equal(0, Program.Run(["verify", run.Out, "--quiet"]));
    }

    [Fact]
    public void Verify_ChangedMissingAddedAndLinkedFiles_AreEachTold()
    {
        using Invocation run = Run();
        File.AppendAllText(Path.Combine(run.Out, "dvh.csv"), "\n");
        File.Delete(Path.Combine(run.Out, "report.html"));
        File.WriteAllText(Path.Combine(run.Out, "added.txt"), "");
        string csv = Path.Combine(run.Out, "structures.csv");
        File.Move(csv, run.InputPath("structures.csv"));
        File.CreateSymbolicLink(csv, run.InputPath("structures.csv"));

        FolderVerification found = FolderVerification.Of(run.Out);

        Assert.Equal(
            [("dvh.csv", "changed"), ("report.html", "missing"), ("structures.csv", "a link, not the file"), ("added.txt", "not of this run")],
            found.Files.Where(f => f.State != "ok").Select(f => (f.Name, f.State)));
        Assert.Equal(5, Program.Run(["verify", run.Out, "--quiet"]));
    }

    [Fact]
    public void Verify_ManifestMadeAnewOverAnotherDose_IsStillFound()
    {
        using Invocation run = Run();
        string dose = Path.Combine(run.Out, "dose-ldm.nrrd");
        Volume volume = VolumeFile.Read(dose).Volume;
        volume.Values[volume.Values.Length / 2] += 1;
        VolumeFile.Write(dose, volume, "absorbed dose (ldm)", "Gy");
        Forge(run.Out);

        Assert.Equal(["dose-ldm.nrrd: its voxels are not those of results.json"], FolderVerification.Of(run.Out).Problems);
    }

    [Fact]
    public void Verify_ManifestMadeAnewOverOtherResults_IsStillFound()
    {
        using Invocation run = Run();
        string results = Path.Combine(run.Out, "results.json");
        string mean = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(results))!["structures"]![0]!["dose"]!["ldm"]!["meanGy"]!.ToJsonString();
        File.WriteAllText(results, File.ReadAllText(results).Replace(mean, "77.7", StringComparison.Ordinal));
        Forge(run.Out);

        Assert.Contains("results.json: its content is not that of its own resultsSha256", FolderVerification.Of(run.Out).Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("manifest.sha256")]
    public void Read_NamesOutsideTheFolder_AreRefused(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write("manifest.sha256", $"{new string('0', 64)}  {name}\n");

        Assert.Throws<InvalidInputException>(() => OutputManifest.Read(folder.Path));
    }

    [Fact]
    public void Verify_NoFolderOrNoManifest_IsBadInput()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(3, Program.Run(["verify", folder.Path, "--quiet"]));
        Assert.Equal(3, Program.Run(["verify", folder.PathOf("nowhere"), "--quiet"]));
    }

    private static Invocation Run() => new Invocation().Dose(Case, "--device", "cpu", "--method", "ldm", "--format", "nrrd");

    private static void Forge(string folder) => File.WriteAllText(
        Path.Combine(folder, OutputManifest.FileName),
        OutputManifest.TextOf(OutputManifest.FilesOf(folder).Select(name => (name, OutputManifest.HashOf(Path.Combine(folder, name))))));
}
