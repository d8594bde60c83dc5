using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;

namespace VoxelDose.Tests.Host.Cases;

/// <summary>An input that changes while it is read is refused; one that does not is not.</summary>
public sealed class InputWatchTests
{
    [Fact]
    public void RequireUnchanged_NothingChanged_SaysNothing()
    {
        using var folder = new TemporaryFolder();
        InputWatch watch = InputWatch.Of([("recovery", folder.Write("a.csv", "1,2\n")), ("activity", folder.Path)]);

        watch.RequireUnchanged();
    }

    [Fact]
    public void RequireUnchanged_OtherBytesOfTheSameLength_Refuses()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.csv", "1,2\n");
        InputWatch watch = InputWatch.Of([("recovery", path)]);
        File.WriteAllText(path, "1,3\n");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(1));

        var error = Assert.Throws<InvalidInputException>(watch.RequireUnchanged);

        Assert.Contains($"--recovery {path}: changed while it was being read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireUnchanged_LongerFileOfTheSameTime_Refuses()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.csv", "1,2\n");
        DateTime time = File.GetLastWriteTimeUtc(path);
        InputWatch watch = InputWatch.Of([("recovery", path)]);
        File.AppendAllText(path, "3,4\n");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Throws<InvalidInputException>(watch.RequireUnchanged);
    }

    [Fact]
    public void RequireUnchanged_SliceAddedToAFolderOrFileGone_Refuses()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("1.dcm", "x");
        InputWatch watched = InputWatch.Of([("activity", folder.Path)]);
        InputWatch file = InputWatch.Of([("structures", path)]);
        folder.Write("2.dcm", "y");
        Assert.Throws<InvalidInputException>(watched.RequireUnchanged);

        File.Delete(path);
        Assert.Throws<InvalidInputException>(file.RequireUnchanged);
    }

    [Fact]
    public void StateOf_DetachedHeader_ChangesWithItsData()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("pet.mhd");
        VoxelDose.Host.Io.VolumeFile.Write(path, new(VoxelDose.Engine.Volumes.VoxelGrid.AxisAligned(new(2, 2, 2), new(1, 1, 1)), new float[8]), "activity", "Bq/ml");
        string before = InputWatch.StateOf("activity", path);
        string data = Directory.GetFiles(folder.Path).Single(file => file != path);
        File.SetLastWriteTimeUtc(data, DateTime.UtcNow.AddSeconds(2));

        Assert.NotEqual(before, InputWatch.StateOf("activity", path));
    }
}
