using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

/// <summary>Private temporary folders.</summary>
public sealed class PrivateFolderTests
{
    [Fact]
    public void Folder_IsItsOwnersAlone_AndGoesWithItsUser()
    {
        string path;
        using (var folder = new PrivateFolder())
        {
            path = folder.FullName;
            File.WriteAllText(folder.PathOf("secret"), "x");
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
            }
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void FolderOfAKilledProcess_GoesWhenTheNextIsMade_AndALivingOneStays()
    {
        // What a kill leaves: a folder whose lock nobody holds.
        string abandoned = Directory.CreateTempSubdirectory("voxeldose-private-").FullName;
        File.WriteAllText(Path.Combine(abandoned, "patient.dcm"), "x");
        File.WriteAllText(Path.Combine(abandoned, ".lock"), "");
        using var living = new PrivateFolder();
        using var next = new PrivateFolder();
        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(living.FullName));
    }
}
