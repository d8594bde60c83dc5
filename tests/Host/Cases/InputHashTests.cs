using System.Security.Cryptography;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Cases;

/// <summary>Hashes of inputs cover all that is read.</summary>
public sealed class InputHashTests
{
    [Fact]
    public void FileAlone_HasTheHashThatOtherProgramsGive()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("table.csv", "a,b\n");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), InputHash.Of("recovery", path));
    }

    [Fact]
    public void DetachedHeader_ChangesWithItsData()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("pet.mhd");
        VolumeFile.Write(path, new(new VoxelGrid(new(2, 2, 2), new(1, 1, 1), new(0, 0, 0), Mat3.Identity), new float[8]), "activity", "Bq/ml");
        string before = InputHash.Of("activity", path);
        string data = Directory.GetFiles(folder.Path).Single(file => file != path);
        byte[] bytes = File.ReadAllBytes(data);
        bytes[^1] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.NotEqual(before, InputHash.Of("activity", path));
    }
}
