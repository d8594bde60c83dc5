using System.Runtime.InteropServices;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Every DICOM file of the shared data: the pixels and the place that pydicom and GDCM read, or refused for the reason given here.</summary>
public sealed class DicomSharedFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    // Files that hold no volume, with what the reader must say of them.
    private static readonly Dictionary<string, string> RefusedAsVolume = new()
    {
        ["highdicom/seg_image_ct_binary.dcm"] = "--structures",
        ["highdicom/seg_image_ct_binary_overlap.dcm"] = "--structures",
        ["highdicom/seg_image_ct_true_fractional.dcm"] = "--structures",
        ["pydicom-data/liver.dcm"] = "--structures",
        ["pydicom-data/liver_deflate.dcm"] = "--structures",
        ["pydicom-data/liver_j2k.dcm"] = "--structures",
        ["pydicom-data/liver_rle.dcm"] = "--structures",
        ["pydicom-data/explicit_VR-UN.dcm"] = "neither SpacingBetweenSlices nor SliceThickness",
        ["rt-utils/0.dcm"] = "neither SpacingBetweenSlices nor SliceThickness",
        ["rt-utils/1.dcm"] = "neither SpacingBetweenSlices nor SliceThickness",
        ["rt-utils/2.dcm"] = "neither SpacingBetweenSlices nor SliceThickness",
        ["highdicom/sr_document.dcm"] = "holds no pixel data",
        ["pydicom-data/JLSL_16_15_1_1F.dcm"] = "ImagePositionPatient",
        ["pydicom-data/JPEG-LL.dcm"] = "RECON TOMO",
        ["pydicom-data/JPEG2000_UNC.dcm"] = "RECON TOMO",
        ["rt-utils/invalid_reference_rt.dcm"] = "holds no pixel data",
        ["rt-utils/rt.dcm"] = "holds no pixel data",
    };

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Files => [.. DicomOracle.Entries.Keys];

    public static TheoryData<string> FilesWithPixels => [.. DicomOracle.Entries.Where(entry => entry.Value.Rows > 0).Select(entry => entry.Key)];

    [SharedDataFact("data/dicom")]
    public void Table_SharedFolder_NamesEveryFile()
    {
        string root = SharedData.PathOf("data/dicom");
        IEnumerable<string> files = Directory.EnumerateFiles(root, "*.dcm", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file));
        Assert.Equal(files.Order(StringComparer.Ordinal), DicomOracle.Entries.Keys.Order(StringComparer.Ordinal));
    }

    [SharedDataTheory("data/dicom")]
    [MemberData(nameof(Files))]
    public void Header_SharedFile_AgreesWithPydicom(string file)
    {
        DicomDataset dataset = Open(file).Dataset;
        DicomOracle.Entry expected = DicomOracle.Entries[file];
        Assert.Equal(expected.Modality, dataset.TryGetText(DicomTag.Modality));
        Assert.Equal(expected.SopClass, dataset.TryGetText(DicomTag.SOPClassUID));
        Assert.Equal(expected.PatientName, dataset.TryGetText(DicomTag.PatientName) ?? "");
    }

    [SharedDataTheory("data/dicom")]
    [MemberData(nameof(FilesWithPixels))]
    public void Pixels_SharedFile_AgreeWithPydicomAndGdcm(string file)
    {
        DicomFile opened = Open(file);
        if (opened.TransferSyntax.Codec > DicomCodec.JpegLossless && !ExternalTools.Has("gdcmconv"))
        {
            var error = Assert.Throws<InvalidInputException>(() => DicomPixelData.Create(opened));
            Assert.Contains("gdcmconv", error.Message, StringComparison.Ordinal);
            return;
        }

        DicomPixelData pixels = DicomPixelData.Create(opened);
        DicomOracle.Entry expected = DicomOracle.Entries[file];
        Assert.Equal((expected.Columns, expected.Rows, expected.Frames), (pixels.Columns, pixels.Rows, pixels.NumberOfFrames));
        int count = pixels.Columns * pixels.Rows;
        float[] values = new float[count * pixels.NumberOfFrames];
        for (int frame = 0; frame < pixels.NumberOfFrames; frame++)
        {
            pixels.ReadFrame(frame, 1, 0, values.AsSpan(frame * count, count));
        }

        // liver_rle.dcm: neither tool reads single bits in RLE; it is the image of liver.dcm.
        uint golden = expected.Crc32 ?? DicomOracle.Entries["pydicom-data/liver.dcm"].Crc32!.Value;
        Assert.Equal(golden, Crc32(MemoryMarshal.AsBytes(values.AsSpan())));
    }

    [SharedDataTheory("data/dicom")]
    [MemberData(nameof(Files))]
    public void Volume_SharedFile_LiesWhereTheHeaderSays_OrIsRefused(string file)
    {
        DicomOracle.Entry expected = DicomOracle.Entries[file];
        if (RefusedAsVolume.TryGetValue(file, out string? reason))
        {
            var error = Assert.Throws<InvalidInputException>(() => DicomVolumeReader.Read(Alone(file)));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            return;
        }

        if (Open(file).TransferSyntax.Codec > DicomCodec.JpegLossless && !ExternalTools.Has("gdcmconv"))
        {
            return; // what is said then is held by the test of the pixels
        }

        Volume volume = DicomVolumeReader.Read(Alone(file)).Volume;
        Assert.Equal(new Size3(expected.Columns, expected.Rows, expected.Frames), volume.Grid.Size);
        if (expected.ImagePositionPatient is { } position)
        {
            Assert.Equal(new Vec3(position[0], position[1], position[2]), volume.Grid.OriginMm);
            double[] cosines = expected.ImageOrientationPatient!;
            Assert.True((volume.Grid.Direction.ColumnX - new Vec3(cosines[0], cosines[1], cosines[2])).Length < 1e-6); // seven digits in the header
            Assert.True((volume.Grid.Direction.ColumnY - new Vec3(cosines[3], cosines[4], cosines[5])).Length < 1e-6);
            Assert.Equal(expected.PixelSpacing![1], volume.Grid.SpacingMm.X);
            Assert.Equal(expected.PixelSpacing[0], volume.Grid.SpacingMm.Y);
        }

        if (expected.RescaleSlope is { } slope)
        {
            double sum = volume.Values.Sum(value => (double)value);
            double golden = (slope * expected.Sum!.Value) + ((expected.RescaleIntercept ?? 0) * volume.Values.Length);
            Assert.Equal(golden, sum, 1e-6 * volume.Values.Sum(value => Math.Abs((double)value))); // each value is rounded to float32, 6e-8
        }
    }

    [SharedDataFact("data/dicom/rt-utils")]
    public void Volume_FileOfASeriesOfThree_IsReadWithItsNeighbours()
    {
        Volume volume = DicomVolumeReader.Read(SharedData.PathOf("data/dicom/rt-utils/1.dcm")).Volume;
        Assert.Equal(new Size3(100, 50, 3), volume.Grid.Size);
        Assert.Equal(new Vec3(123, -432, 30), volume.Grid.OriginMm);
        Assert.Equal(4.5, volume.Grid.SpacingMm.Z, 1e-6); // |(122.0159697, -428.1596334, 38.0798058) - origin| / 2
        string[] files = ["rt-utils/0.dcm", "rt-utils/1.dcm", "rt-utils/2.dcm"];
        for (int z = 0; z < 3; z++)
        {
            double sum = volume.Values.AsSpan(z * 5000, 5000).ToArray().Sum(value => (double)value);
            DicomOracle.Entry entry = DicomOracle.Entries[files[z]];
            Assert.Equal((entry.RescaleSlope!.Value * entry.Sum!.Value) + (5000 * entry.RescaleIntercept!.Value), sum, 0.01);
        }
    }

    private static DicomFile Open(string file) => DicomFile.Open(SharedData.PathOf(Path.Combine("data/dicom", file)));

    /// <summary>A folder with that file alone: beside others of its series it would be a slice among them.</summary>
    private string Alone(string file)
    {
        string source = SharedData.PathOf(Path.Combine("data/dicom", file));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, Path.GetFileName(file)), source);
        return Path.Combine(_folder.FullName, Path.GetFileName(file));
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
