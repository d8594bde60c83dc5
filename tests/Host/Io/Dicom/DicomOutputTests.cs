using System.Diagnostics;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class DicomOutputTests : IDisposable
{
    private static readonly Dictionary<string, string> KindByDciodvfy = new()
    {
        ["rtdose"] = "RTDose",
        ["rtstruct"] = "RTStructureSet",
        ["seg"] = "Segmentation",
        ["pdf"] = "EncapsulatedPDF",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void RtDose_RoundTrip_IsExactToItsStep(int handedness)
    {
        Volume dose = Dose(handedness);
        RtDoseWriter.Result written = RtDoseWriter.Create(dose, "vsv", SegTests.Export(), null, []);
        string path = Path.Combine(_folder.FullName, "RTDOSE.dcm");
        written.File.Save(path);
        DicomVolume read = DicomVolumeReader.Read(path);
        Assert.Equal((2, -0.5), (written.NegativeVoxels, written.LowestGy));
        AffineTransform map = dose.Grid.PointToIndex.After(read.Volume.Grid.IndexToPoint);
        Size3 size = dose.Grid.Size;
        for (int i = 0; i < read.Volume.Values.Length; i++)
        {
            Vec3 at = map.Apply(new(i % size.X, i / size.X % size.Y, i / (size.X * size.Y)));
            int source = (int)Math.Round(at.X) + (size.X * ((int)Math.Round(at.Y) + (size.Y * (int)Math.Round(at.Z))));
            double expected = Math.Max(0, dose.Values[source]);
            Assert.Equal(expected, read.Volume.Values[i], (written.StepGy / 2) + (expected * 6e-8)); // half a step, and float32 of the reader
        }
    }

    [Theory]
    [InlineData("rtdose")]
    [InlineData("rtstruct")]
    [InlineData("seg")]
    [InlineData("pdf")]
    public void WrittenObject_HasNoErrorsByDciodvfy_AndOpensInPydicom(string kind)
    {
        string path = Path.Combine(_folder.FullName, kind + ".dcm");
        Make(kind, deidentify: false).Save(path);
        if (ExternalTools.Has("dciodvfy"))
        {
            // It ends by an assertion on 32-bit words, whoever wrote them; the rest of the object is held against the standard with 16 of the bits.
            string checkable = kind == "rtdose" ? WithHalfTheBits(path) : path;
            string said = Run("dciodvfy", checkable);
            string errors = string.Join('\n', said.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)));
            Assert.True(errors.Length == 0, errors);
            Assert.Contains(KindByDciodvfy[kind], said, StringComparison.Ordinal); // it got to the end
        }

        if (ExternalTools.Has("python3") && Run("/usr/bin/python3", "-c", "import pydicom; print('here')").Contains("here", StringComparison.Ordinal))
        {
            Assert.Contains("1.2.840", Run("/usr/bin/python3", "-c", $"import pydicom; print(pydicom.dcmread('{path}').SOPClassUID)"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Deidentified_CarriesNothingOfTheSource()
    {
        foreach (string kind in new[] { "rtdose", "rtstruct", "seg", "pdf" })
        {
            string path = Path.Combine(_folder.FullName, kind + ".dcm");
            Make(kind, deidentify: true).Save(path);
            string bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
            Assert.DoesNotContain("Doe", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("ID-77", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("1.2.3.4", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("20260304", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Tumor of Jane", bytes, StringComparison.Ordinal);
            Assert.Equal("YES", DicomFile.Open(path).Dataset.TryGetText(DicomTag.PatientIdentityRemoved));
        }
    }

    private string WithHalfTheBits(string path)
    {
        DicomDataset dataset = DicomFile.Open(path).Dataset;
        byte[] words = ((DicomElement)dataset.GetDicomItem(DicomTag.PixelData)!).Buffer.ToArray();
        byte[] upper = [.. words.Chunk(4).SelectMany(word => word[2..])];
        dataset.AddOrUpdate(DicomTag.BitsAllocated, 16).AddOrUpdate(DicomTag.BitsStored, 16).AddOrUpdate(DicomTag.HighBit, 15);
        dataset.AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, upper));
        string half = Path.Combine(_folder.FullName, "half.dcm");
        new DicomFile(dataset).Save(half);
        return half;
    }

    private static DicomFile Make(string kind, bool deidentify)
    {
        DicomDataset source = new DicomDataset()
            .AddOrUpdate(DicomTag.PatientName, "Doe^Jane")
            .AddOrUpdate(DicomTag.PatientID, "ID-77")
            .AddOrUpdate(DicomTag.PatientSex, "F")
            .AddOrUpdate(DicomTag.StudyInstanceUID, "1.2.3.4")
            .AddOrUpdate(DicomTag.StudyDate, "20260304");
        DicomExport export = SegTests.Export(source, deidentify);
        VoxelGrid grid = VoxelGrid.AxisAligned(new(6, 5, 4), new(2, 2, 3));
        Structure[] structures =
        [
            Structure.FromCoverage("Tumor of Jane", StructureRole.Tumor, new Rgb(255, 0, 0), grid, i => i is > 40 and < 44 ? 1 : 0),
            Structure.FromCoverage("normal liver", StructureRole.NormalLiver, null, grid, i => i % 7 == 0 ? 1 : 0, isDerived: true),
        ];
        DicomFile set = RtStructWriter.Create(structures, export);
        return kind switch
        {
            "rtdose" => RtDoseWriter.Create(
                Dose(1), "vsv", export, set.Dataset,
                [new RoiDvh(1, 1.5, new DvhCurve("Tumor", "vsv", [0, 10, 20], [1, 0.5, 0]), new DoseStatistics { MeanGy = 10, MinGy = 1, MaxGy = 19 })]).File,
            "rtstruct" => set,
            "seg" => SegWriter.Create(structures, export),
            _ => EncapsulatedPdfWriter.Create("%PDF-1.4 minimal"u8.ToArray(), "Dose report", export),
        };
    }

    private static Volume Dose(int handedness)
    {
        var grid = new VoxelGrid(new(6, 5, 4), new(2, 2.5, 3), new(-3, 7, 11), new(new(0, 1, 0), new(-1, 0, 0), new(0, 0, handedness)));
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 120).Select(_ => (float)(random.NextDouble() * 312.7))];
        values[3] = -0.5f;
        values[77] = -0.25f;
        return new(grid, values);
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(30_000));
        return output + errors.Result;
    }
}
