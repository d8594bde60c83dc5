using System.Buffers.Binary;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class NrrdReaderTests : IDisposable
{
    private const string Geometry = "space: left-posterior-superior\nspace directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact("data/real/taranis-patient-1/patient_1_Y90_PET.nrrd")]
    public void Read_PatientOne_HoldsTheKnownActivity()
    {
        LoadedVolume pet = VolumeFile.Read(SharedData.PathOf("data/real/taranis-patient-1/patient_1_Y90_PET.nrrd"));

        double sumMBq = pet.Volume.Values.Sum(value => (double)value) * pet.Volume.Grid.VoxelVolumeMl / 1e6;

        Assert.Equal(new(256, 256, 89), pet.Volume.Grid.Size);
        Assert.Equal(1123.0, sumMBq, 0.05);
        Assert.Equal(-301.9461364746, pet.Volume.Grid.OriginMm.X, 9);
    }

    [SharedDataFact("data/real/taranis-patient-1/patient_1_Segmentation.seg.nrrd")]
    public void Read_PatientOneSegmentation_HoldsTheKnownVolumes()
    {
        IReadOnlyList<Structure> structures = StructureFile.Read(SharedData.PathOf("data/real/taranis-patient-1/patient_1_Segmentation.seg.nrrd"));

        Assert.Equal(["Liver", "Tumor 1", "Tumor 2", "Tumor 3", "Tumor 4", "Tumor 5", "Tumor 6", "Normal Tissue"], structures.Select(s => s.Name));
        Assert.Equal(1488.5, structures[0].VolumeMl, 0.05);
        Assert.Equal(15.63, structures[1].VolumeMl, 0.005);
        Assert.Equal(209.6, structures[2].VolumeMl, 0.05);
        Assert.Equal(0.52, structures[4].VolumeMl, 0.005);
        Assert.Equal(StructureRole.Liver, structures[0].Role);
        Assert.All(structures.Skip(1).Take(6), s => Assert.Equal(StructureRole.Tumor, s.Role));
        Assert.Equal(new Rgb(241, 214, 145), structures[0].Color);
    }

    [Theory]
    [InlineData("left-posterior-superior", 1, 1)]
    [InlineData("LPS", 1, 1)]
    [InlineData("right-anterior-superior", -1, -1)]
    [InlineData("RAS", -1, -1)]
    [InlineData("left-anterior-superior", 1, -1)]
    [InlineData("LAS", 1, -1)]
    public void Read_Space_IsTurnedToLps(string space, int signX, int signY)
    {
        string path = _folder.Write(
            "a.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 1 1\nencoding: raw\nspace: {space}\nspace directions: (1.6,1.2,0) (-0.6,0.8,0) (0,0,-3)\nspace origin: (5,6,7)\n\n", [1, 2]);

        VoxelGrid grid = VolumeFile.Read(path).Volume.Grid;

        Assert.Equal(new Vec3(5 * signX, 6 * signY, 7), grid.OriginMm);
        Assert.True((grid.IndexToPoint.Apply(new(1, 0, 1)) - new Vec3((5 + 1.6) * signX, (6 + 1.2) * signY, 4)).Length < 1e-12);
    }

    [Theory]
    [InlineData("\"mm\" \"mm\" \"mm\"", 2)]
    [InlineData("\"cm\" \"cm\" \"cm\"", 20)]
    [InlineData("\"um\" \"um\" \"um\"", 0.002)]
    public void Read_SpaceUnits_AreTurnedToMillimetres(string units, double spacingMm)
    {
        string path = _folder.Write("a.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 1\nencoding: raw\nspace units: {units}\n{Geometry}\n", [1]);

        Assert.Equal(spacingMm, VolumeFile.Read(path).Volume.Grid.SpacingMm.X, 12);
    }

    [Fact]
    public void Read_SpacingsOnly_AssumesAxesAndSaysSo()
    {
        string path = _folder.Write("a.nrrd", "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 2 1\nencoding: raw\nspacings: 2 3 4\n\n", [7, 8]);

        LoadedVolume loaded = VolumeFile.Read(path);

        Assert.Equal(new Vec3(2, 3, 4), loaded.Volume.Grid.SpacingMm);
        Assert.Contains("L, P, S", Assert.Single(loaded.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("gzip")]
    [InlineData("ascii")]
    public void Read_DetachedData_ReadsTheSame(string encoding)
    {
        byte[] data = encoding switch { "raw" => [1, 2, 250], "gzip" => TemporaryFolder.Gzip([1, 2, 250]), _ => "1 2\n250\n"u8.ToArray() };
        _folder.Write("a.data", "", data);
        string path = _folder.Write("a.nhdr", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 3 1 1\nencoding: {encoding}\n{Geometry}data file: a.data\n");

        Assert.Equal([1f, 2f, 250f], VolumeFile.Read(path).Volume.Values);
    }

    [Theory]
    [InlineData("../secret.raw")]
    [InlineData("/etc/hostname")]
    [InlineData("sub/../../secret.raw")]
    public void Read_DetachedDataElsewhere_IsRefused(string name)
    {
        string path = _folder.Write("a.nhdr", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 3 1 1\nencoding: raw\n{Geometry}data file: {name}\n");

        Assert.Contains("header's own folder", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sizes: 1 1 1", "sizes: 2 1 1", "1 bytes of voxel data")]
    [InlineData("sizes: 1 1 1", "sizes: 2000000000 2000000000 2000000000", "at most")]
    [InlineData("sizes: 1 1 1", "sizes: 40000 40000 1", "1 bytes of voxel data")]
    [InlineData("sizes: 1 1 1", "sizes: 1 0 1", "a whole number from 1")]
    [InlineData("sizes: 1 1 1", "sizes: 1 1", "as many as 'dimension'")]
    [InlineData("encoding: raw", "encoding: bzip2", "raw, gzip or text")]
    [InlineData("type: uchar", "type: block", "scalar type")]
    [InlineData("type: uchar", "type: short\nendian: little", "1 bytes of voxel data")]
    [InlineData("type: uchar", "type: short", "endian")]
    [InlineData("(0,0,4)", "(0,0,nan)", "finite")]
    [InlineData("(0,0,4)", "(0,4,0)", "geometry")]
    [InlineData("left-posterior-superior", "scanner-xyz", "left-posterior-superior")]
    [InlineData("dimension: 3\nsizes: 1 1 1", "dimension: 4\nsizes: 1 1 1 7", "4-D")]
    [InlineData("NRRD0004", "NRRD0009", "first line")]
    public void Read_BadHeader_IsRefusedNamingFileAndField(string good, string bad, string expected)
    {
        string header = $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 1\nencoding: raw\n{Geometry}\n";
        if (bad.Contains("dimension: 4", StringComparison.Ordinal))
        {
            header = header.Replace("(0,0,4)", "(0,0,4) none", StringComparison.Ordinal);
        }

        string path = _folder.Write("a.nrrd", header.Replace(good, bad, StringComparison.Ordinal), [1]);

        string message = Refusal(path);

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TrailingBytes_AreRefused()
    {
        string raw = _folder.Write("a.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 1\nencoding: raw\n{Geometry}\n", [1, 2]);
        string packed = _folder.Write("b.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 1\nencoding: gzip\n{Geometry}\n", TemporaryFolder.Gzip([1, 2]));

        Assert.Contains("2 bytes of voxel data", Refusal(raw), StringComparison.Ordinal);
        Assert.Contains("more than the declared", Refusal(packed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Read_ValueNotFinite_IsRefusedWithItsVoxel(float bad)
    {
        byte[] data = new byte[24];
        BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(16), bad);
        string path = _folder.Write("a.nrrd", $"NRRD0004\ntype: float\nendian: big\ndimension: 3\nsizes: 3 2 1\nencoding: raw\n{Geometry}\n", data);

        Assert.Contains("voxel (1, 1, 0)", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GzipBomb_IsRefusedWithoutItsMemory()
    {
        // 100 MB of zeros behind a header that declares 8 TB, and behind one that declares one byte.
        byte[] bomb = TemporaryFolder.Gzip(new byte[100_000_000]);
        string large = _folder.Write("a.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 20000 20000 20000\nencoding: gzip\n{Geometry}\n", bomb);
        string huge = _folder.Write("b.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 200 200 2510\nencoding: gzip\n{Geometry}\n", bomb);
        string small = _folder.Write("c.nrrd", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 1\nencoding: gzip\n{Geometry}\n", bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("at most", Refusal(large), StringComparison.Ordinal);
        Assert.Contains("truncated", Refusal(huge), StringComparison.Ordinal);
        Assert.Contains("more than the declared", Refusal(small), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Fact]
    public void Read_AbsentFileFolderAndEmptyFile_AreRefusedByName()
    {
        Assert.Contains("no such file", Refusal(_folder.PathOf("none.nrrd")), StringComparison.Ordinal);
        Assert.Contains("folder", Refusal(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("empty", Refusal(_folder.Write("empty.nrrd", "")), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<InvalidInputException>(() => VolumeFile.Read(path)).Message;
}
