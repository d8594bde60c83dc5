using System.Text;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Privacy;

/// <summary>Who the patient is stands in no output, no message and no file name, unless DICOM output is asked for, which belongs to the patient's record.</summary>
public sealed class PatientIdentityTests : IDisposable
{
    private static readonly (DicomTag Tag, string Value)[] Identity =
    [
        (DicomTag.PatientName, "Secretname^Jane"), (DicomTag.PatientID, "SECRETID77"), (DicomTag.PatientBirthDate, "19470308"), (DicomTag.AccessionNumber, "SECRETACC5"),
        (DicomTag.ReferringPhysicianName, "Secretdoctor^Joe"), (DicomTag.StudyID, "SECRETSTUDY"), (DicomTag.StudyDescription, "SECRETDESCRIPTION"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Outputs_OfAPatientsDicom_NameNobody(bool dicomOut, bool deidentify)
    {
        string said = Run(out int code, [.. dicomOut ? ["--dicom-out"] : Array.Empty<string>(), .. deidentify ? ["--deidentify"] : Array.Empty<string>()]);
        Assert.Equal(0, code);
        AssertNobody(said, "stdout and stderr");
        string[] files = [.. Directory.EnumerateFiles(_folder.PathOf("out"), "*", SearchOption.AllDirectories)];
        Assert.True(files.Length > 6, string.Join(", ", files));
        foreach (string file in files)
        {
            AssertNobody(Path.GetRelativePath(_folder.PathOf("out"), file), "the name of a file");
            AssertNobody(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file);
        }

        Assert.Equal(["out", "pet", "seg.dcm"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void DicomOutput_AskedFor_CarriesThePatient()
    {
        Run(out int code, ["--dicom-out"]);
        Assert.Equal(0, code);
        Assert.Equal("Secretname^Jane", DicomFile.Open(Path.Combine(_folder.PathOf("out"), "RTDOSE.dcm")).Dataset.TryGetText(DicomTag.PatientName));
    }

    [Fact]
    public void Refusals_OfAPatientsDicom_NameNobody()
    {
        string said = Run(out int code, ["--bq-per-ml-per-count", "2"], isotope: "^68^Gallium");
        Assert.Equal(3, code);
        AssertNobody(said, "stdout and stderr");
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    private static void AssertNobody(string text, string where)
    {
        foreach (string word in Identity.SelectMany(item => item.Value.Split('^')).Where(word => word.Length > 4))
        {
            Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{where} holds '{word}'");
        }
    }

    private string Run(out int code, string[] more, string isotope = "^90^Yttrium")
    {
        var grid = VoxelGrid.AxisAligned(new(16, 14, 12), new(4, 4, 3));
        string pet = Directory.CreateDirectory(_folder.PathOf("pet")).FullName;
        var start = new DateTime(2026, 2, 27, 16, 40, 0);
        new PetSeries { DecayCorrection = "START", Injected = start.AddDays(-1), SeriesStart = start, Acquired = _ => start, Isotope = isotope }
            .Write(pet, new(grid, [.. Enumerable.Range(0, 16 * 14 * 12).Select(i => 1e6f + i)]), _ => 1);
        foreach (string path in Directory.EnumerateFiles(pet))
        {
            Name(path);
        }

        DicomFile seg = SegWriter.Create([Structure.FromCoverage("liver", StructureRole.Liver, null, grid, i => i % 16 > 3 ? 1 : 0)], SegTests.Export());
        seg.Dataset.Remove(DicomTag.FrameOfReferenceUID);
        seg.Save(_folder.PathOf("seg.dcm"));
        Name(_folder.PathOf("seg.dcm"));
        (code, string output, string error) = ProgramProcess.Run(
            ["dose", "--activity", pet, "--structures", _folder.PathOf("seg.dcm"), "--device", "cpu", "--figures", "--verbose", "--out", _folder.PathOf("out"), .. more]);
        return output + error;
    }

    private static void Name(string path)
    {
        DicomFile file = DicomFile.Open(path);
        foreach ((DicomTag tag, string value) in Identity)
        {
            file.Dataset.AddOrUpdate(tag, value);
        }

        file.Save(path);
    }
}
