using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Provenance;

namespace VoxelDose.Tests.Host.Cli;

public sealed class OutputFolderTests : IDisposable
{
    private const string Guid = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    private string Final => _folder.PathOf("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_WritesFilesAndTheirManifest_AndLeavesNothingElse()
    {
        Write("new", overwrite: false);

        Assert.Equal(["a.txt", "manifest.sha256", "sub"], Directory.EnumerateFileSystemEntries(Final).Select(Path.GetFileName).Order());
        Assert.Equal(["a.txt", "sub/b.txt"], OutputManifest.Read(Final).Keys);
        Assert.Equal([Final], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Commit_WithASettledFile_ListsItsHash()
    {
        using (OutputFolder folder = OutputFolder.Open(Final, overwrite: false))
        {
            File.WriteAllText(folder.PathOf("a.txt"), "abc");
            folder.Settle("a.txt");
            File.WriteAllText(folder.PathOf("b.txt"), "abc");
            folder.Commit();
        }

        IReadOnlyDictionary<string, string> listed = OutputManifest.Read(Final);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", listed["a.txt"]);
        Assert.Equal(listed["b.txt"], listed["a.txt"]);
    }

    [Fact]
    public void Commit_OverAnOldFolder_ReplacesItAsAWhole()
    {
        Write("old", overwrite: false);
        File.WriteAllText(Path.Combine(Final, "stray.txt"), "");
        Write("new", overwrite: true);

        Assert.Equal("new", File.ReadAllText(Path.Combine(Final, "a.txt")));
        Assert.False(File.Exists(Path.Combine(Final, "stray.txt")));
        Assert.Equal([Final], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesTheOldResultAlone()
    {
        Write("old", overwrite: false);
        using (OutputFolder folder = OutputFolder.Open(Final, overwrite: true))
        {
            File.WriteAllText(folder.PathOf("a.txt"), "half");
        }

        Assert.Equal("old", File.ReadAllText(Path.Combine(Final, "a.txt")));
        Assert.Equal([Final], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Open_FolderInUse_IsRefusedAndTheOwnerGoesOn()
    {
        using OutputFolder first = OutputFolder.Open(Final, overwrite: false);
        File.WriteAllText(first.PathOf("a.txt"), "first");

        var error = Assert.Throws<InvalidInputException>(() => OutputFolder.Open(Final, overwrite: true));

        Assert.Contains("another run is writing", error.Message, StringComparison.Ordinal);
        first.Commit();
        Assert.Equal("first", File.ReadAllText(Path.Combine(Final, "a.txt")));
    }

    [Fact]
    public void Commit_FolderThatAppearedMeanwhile_IsNotReplacedUnasked()
    {
        using OutputFolder folder = OutputFolder.Open(Final, overwrite: false);
        Directory.CreateDirectory(Final);
        File.WriteAllText(Path.Combine(Final, "theirs.txt"), "");

        Assert.Throws<InvalidInputException>(folder.Commit);

        Assert.True(File.Exists(Path.Combine(Final, "theirs.txt")));
    }

    [Fact]
    public void Open_AfterAKill_ClearsThePartialFolderAndNothingElse()
    {
        string[] kept = [".out.notes.partial", $".other.{Guid}.partial", $".out.{Guid.ToUpperInvariant()}.partial", $".out.{Guid}.partialx", $"out.{Guid}.partial"];
        foreach (string name in kept.Append($".out.{Guid}.partial"))
        {
            Directory.CreateDirectory(_folder.PathOf(name));
            File.WriteAllText(Path.Combine(_folder.PathOf(name), "patient.nii"), "x");
        }

        _folder.Write(".out.lock", "of a process that died");
        Write("new", overwrite: false);

        Assert.Equal(kept.Append("out").Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_AfterAKillBetweenTheTwoRenames_GivesTheOldResultBack()
    {
        // What a kill leaves on a file system that cannot exchange names: the old result under its private name, and none under the final one.
        string old = Directory.CreateDirectory(_folder.PathOf($".out.{Guid}.partial.replaced")).FullName;
        File.WriteAllText(Path.Combine(old, "a.txt"), "old");
        Directory.CreateDirectory(_folder.PathOf($".out.{Guid}.partial"));

        Assert.Throws<InvalidInputException>(() => OutputFolder.Open(Final, overwrite: false));

        Assert.Equal("old", File.ReadAllText(Path.Combine(Final, "a.txt")));
        Assert.Equal([Final], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Open_LinkOrFile_IsRefused()
    {
        string target = Directory.CreateDirectory(_folder.PathOf("elsewhere")).FullName;
        File.CreateSymbolicLink(Final, target);
        Assert.Contains("a link stands there", Assert.Throws<InvalidInputException>(() => OutputFolder.Open(Final, overwrite: true)).Message, StringComparison.Ordinal);
        string file = _folder.Write("file", "x");
        Assert.Throws<InvalidInputException>(() => OutputFolder.Open(file, overwrite: true));
        Assert.Equal("x", File.ReadAllText(file));
    }

    private void Write(string text, bool overwrite)
    {
        using OutputFolder folder = OutputFolder.Open(Final, overwrite);
        File.WriteAllText(folder.PathOf("a.txt"), text);
        Directory.CreateDirectory(folder.PathOf("sub"));
        File.WriteAllText(folder.PathOf("sub/b.txt"), text);
        folder.Commit();
    }
}
