using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Reports.Paper;
using VoxelDose.Tests.Host.Io.Dicom;
using VoxelDose.Tests.Host.Verbs;

namespace VoxelDose.Tests.Host.Reports;

public sealed partial class PdfReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-pdf-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Create_SameRunTwice_GivesTheSameBytes() => Assert.Equal(Pdf(SyntheticResult.Create()), Pdf(SyntheticResult.Create()));

    [ToolFact("pdftotext")]
    public void Create_AnyResult_TellsAllThatThePageTells()
    {
        string text = Text(Pdf(SyntheticResult.Create()));

        Assert.All(
            [
                "Research use. Not a medical device", "Was the tumour covered?", "Was the liver spared?", "Can I trust it?", "registration-assumed",
                "Tumor <1> & \"co\"", "Normal liver (derived)", "Dose-volume histogram", "Axial", "Activity at administration", "DOSISPHERE-01",
                "does not keep the limit", "EGSnrc point kernel", "--administered-mbq", "1400.5", new('a', 64), "Energy convention ddep", "0123abc",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.DoesNotContain("doe_jane", text, StringComparison.Ordinal);
    }

    [ToolFact("pdftotext")]
    public void Create_AnyResult_NumbersItsPages()
    {
        byte[] pdf = Pdf(SyntheticResult.Create());
        int pages = PageObject().Count(Encoding.Latin1.GetString(pdf));
        string text = Text(pdf);

        Assert.InRange(pages, 3, 8);
        Assert.All(Enumerable.Range(1, pages), n => Assert.Contains($"{n} of {pages}", text, StringComparison.Ordinal));
    }

    [ToolFact("pdftotext")]
    public void Create_HundredTumours_LeavesNoneOut()
    {
        DoseResult plain = SyntheticResult.Create();
        StructureResult tumour = plain.Structures.First(s => s.Name == "Tumor 2");
        DoseResult many = plain with { Structures = [.. plain.Structures, .. Enumerable.Range(3, 98).Select(n => tumour with { Name = $"Tumor {n}" })] };

        string text = Text(Pdf(many));

        Assert.All(Enumerable.Range(2, 99), n => Assert.True(Regex.Count(text, $@"Tumor {n}\b") >= 4, $"Tumor {n} is not in every table"));
    }

    [Fact]
    public void Create_NoStructures_StillTellsBalanceAndInputs()
    {
        DoseResult bare = SyntheticResult.Create() with { StructureShapes = [], Structures = [], Dvh = [], Warnings = [], Checks = [] };

        Assert.True(Pdf(bare).Length > 5000);
    }

    [Fact]
    public void Dose_PdfWithDicomOutput_EncapsulatesTheSameBytes()
    {
        using Invocation run = new Invocation().Dose(
            Repository.PathOf("data/phantoms/torso/case.json"), "--device", "cpu", "--method", "ldm", "--pdf", "--dicom-out", "--label", "Study 7");

        Assert.Equal(0, run.ExitCode);
        byte[] pdf = File.ReadAllBytes(Path.Combine(run.Out, "report.pdf"));
        DicomDataset document = DicomFile.Open(Path.Combine(run.Out, "REPORT.dcm")).Dataset;
        byte[] wrapped = document.GetValues<byte>(DicomTag.EncapsulatedDocument);
        Assert.Equal(pdf, wrapped[..pdf.Length]);
        Assert.Equal("application/pdf", document.TryGetText(DicomTag.MIMETypeOfEncapsulatedDocument));
        Assert.Equal("%PDF-", Encoding.Latin1.GetString(pdf, 0, 5));
        if (ExternalTools.Has("dciodvfy"))
        {
            string[] errors = [.. Run("dciodvfy", Path.Combine(run.Out, "REPORT.dcm")).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal))];
            Assert.Empty(errors);
        }
    }

    [Fact]
    public void Dose_PdfDeidentified_LeavesTheDicomObjectOut()
    {
        using Invocation run = new Invocation().Dose(
            Repository.PathOf("data/phantoms/torso/case.json"), "--device", "cpu", "--method", "ldm", "--pdf", "--dicom-out", "--deidentify");

        Assert.True(File.Exists(Path.Combine(run.Out, "report.pdf")));
        Assert.False(File.Exists(Path.Combine(run.Out, "REPORT.dcm")));
        Assert.Contains(run.Results.Warnings, warning => warning.Code == "pdf-not-deidentified");
    }

    private static byte[] Pdf(DoseResult result) => PdfReport.Create(SyntheticResult.Document(result), result, null);

    private string Text(byte[] pdf)
    {
        string path = Path.Combine(_folder.FullName, "report.pdf");
        File.WriteAllBytes(path, pdf);
        return Regex.Replace(Run("pdftotext", "-raw", path, "-"), @"\s+", " "); // in the order of drawing, cells whole
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(30_000));
        return output + errors.Result;
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex PageObject();
}
