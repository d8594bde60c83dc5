using System.Buffers.Binary;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class NiftiReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40, 4, "4-D")]
    [InlineData(40, 2, "three axes")]
    [InlineData(40, 9, "dim[0]")]
    [InlineData(42, 0, "dim[1]")]
    [InlineData(42, 6, "bytes of voxel data")]
    [InlineData(42, 4, "bytes of voxel data")]
    [InlineData(70, 128, "datatype")]
    [InlineData(70, 77, "datatype")]
    [InlineData(72, 16, "bitpix")]
    public void Read_BadShortField_IsRefused(int offset, short value, string expected)
    {
        string path = Written(bytes =>
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(48), 2);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), value);
        });

        string message = Refusal(path);

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(108, 348f, "vox_offset")]
    [InlineData(108, 1e9f, "vox_offset")]
    [InlineData(108, float.NaN, "vox_offset")]
    [InlineData(112, float.PositiveInfinity, "scl_slope")]
    [InlineData(280, float.NaN, "geometry")]
    [InlineData(280, 0f, "geometry")]
    public void Read_BadFloatField_IsRefused(int offset, float value, string expected)
    {
        string path = Written(bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(offset), value));

        Assert.Contains(expected, Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FourthAxisOfOne_IsAccepted()
    {
        string path = Written(bytes => BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40), 4));

        Assert.Equal(60, VolumeFile.Read(path).Volume.Values.Length);
    }

    [Fact]
    public void Read_NeitherSformNorQform_AssumesAxesAndSaysSo()
    {
        string path = Written(bytes => bytes.AsSpan(252, 4).Clear());

        LoadedVolume loaded = VolumeFile.Read(path);

        Assert.Equal(new Vec3(2, 3, 4), loaded.Volume.Grid.SpacingMm);
        Assert.Contains("L, P, S", Assert.Single(loaded.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FormsThatDisagree_TakesTheSformAndSaysSo()
    {
        string path = Written(bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(268), 99));

        LoadedVolume loaded = VolumeFile.Read(path);

        Assert.Equal(new Vec3(10, 20, 30), loaded.Volume.Grid.OriginMm);
        Assert.Contains("apart", Assert.Single(loaded.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Metres_AreTurnedToMillimetres()
    {
        string path = Written(bytes => bytes[123] = 1);

        Assert.Equal(2000, VolumeFile.Read(path).Volume.Grid.SpacingMm.X, 3);
    }

    [Fact]
    public void Read_TruncatedGzip_IsRefused()
    {
        string path = _folder.PathOf("a.nii.gz");
        VolumeFile.Write(path, Ramp(), "x", "Gy");
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in new[] { 3, 30, bytes.Length / 2, bytes.Length - 9 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.StartsWith(path, Refusal(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_GzipWithAWrongChecksum_IsRefused()
    {
        string path = _folder.PathOf("a.nii.gz");
        VolumeFile.Write(path, Ramp(), "x", "Gy");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^8] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("damaged", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GzipInSeveralMembers_IsRead()
    {
        string path = _folder.PathOf("a.nii");
        VolumeFile.Write(path, Ramp(), "x", "Gy");
        byte[] bytes = File.ReadAllBytes(path);
        string packed = _folder.Write("b.nii.gz", "", TemporaryFolder.Gzip(bytes[..400]), TemporaryFolder.Gzip(bytes[400..]));

        Assert.Equal(Ramp().Values, VolumeFile.Read(packed).Volume.Values);
    }

    [SharedDataFact("data/real/totalsegmentator/example_seg.nii.gz")]
    public void Read_TotalSegmentatorLabels_HaveTheirNames()
    {
        IReadOnlyList<Structure> structures = StructureFile.Read(SharedData.PathOf("data/real/totalsegmentator/example_seg.nii.gz"));

        Structure liver = Assert.Single(structures, s => s.Role == StructureRole.Liver);
        Assert.Equal("liver", liver.Name);
        Assert.Equal(new Rgb(0, 255, 255), liver.Color);
        Assert.Equal(1043, liver.VolumeMl, 0.5);
    }

    [SharedDataFact("data/real/totalsegmentator/example_seg_dicom.nii.gz")]
    public void Read_FlippedTotalSegmentatorLabel_LandsWhereItsAffineSays()
    {
        // Stored with y running to the front: in LPS the second axis points to -P, and the first voxel is the patient's rear.
        Structure liver = StructureFile.Read(SharedData.PathOf("data/real/totalsegmentator/example_seg_dicom.nii.gz")).Single(s => s.Role == StructureRole.Liver);
        VoxelGrid grid = liver.Grid;

        Assert.Equal(699, liver.VolumeMl, 0.5);
        Assert.Equal(-1, grid.Direction.ColumnY.Y, 4);
        Vec3 centre = Centre(liver);

        // The CT of these slices reaches from -249.5 to +249.5 mm; the liver lies on the patient's right (x < 0), in the front half.
        Assert.InRange(centre.X, -140, -20);
        Assert.InRange(centre.Z, -806, -765);
    }

    private static Vec3 Centre(Structure structure)
    {
        Vec3 sum = default;
        foreach (CoverageRun run in structure.Runs)
        {
            for (int i = run.Start; i < run.Start + run.Length; i++)
            {
                Size3 size = structure.Grid.Size;
                sum += structure.Grid.IndexToPoint.Apply(new(i % size.X, i / size.X % size.Y, i / size.X / size.Y));
            }
        }

        return (1.0 / structure.VoxelCount) * sum;
    }

    private static Volume Ramp() => new(
        VoxelGrid.AxisAligned(new(5, 4, 3), new(2, 3, 4), new(10, 20, 30)), [.. Enumerable.Range(0, 60).Select(i => i * 0.5f)]);

    private string Written(Action<byte[]> change)
    {
        string path = _folder.PathOf("a.nii");
        VolumeFile.Write(path, Ramp(), "x", "Gy");
        byte[] bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Refusal(string path) => Assert.Throws<InvalidInputException>(() => VolumeFile.Read(path)).Message;
}
