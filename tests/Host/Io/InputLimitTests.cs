using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Io;

/// <summary>Files that are made to do harm, and what fuzzing found.</summary>
public sealed class InputLimitTests : IDisposable
{
    private const string DetachedHeader =
        "NRRD0004\ntype: unsigned char\ndimension: 3\nsizes: 2 2 2\nspace: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pipe_IsRefusedAndNotWaitedFor()
    {
        string pipe = _folder.PathOf("activity.nrrd");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync();
        }

        await Task.Run(() =>
        {
            Assert.Throws<InvalidInputException>(() => VolumeFile.Read(pipe));
            Assert.Throws<InvalidInputException>(() => DicomFile.Open(pipe));
            Assert.Throws<InvalidInputException>(() => VolumeFile.Read(_folder.Path));
            InputHash.Of("activity", _folder.Path);
        }).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void LinksToFoldersAbove_AreNotFollowed()
    {
        File.WriteAllText(_folder.PathOf("a.txt"), "x");
        foreach (string name in new[] { "one", "two", "three" })
        {
            Directory.CreateSymbolicLink(_folder.PathOf(name), _folder.Path);
        }

        Assert.Equal([_folder.PathOf("a.txt")], InputFolder.Files(_folder.Path));
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../secret.raw")]
    [InlineData("sub/../../secret.raw")]
    [InlineData("link.raw")]
    [InlineData("linked/secret.raw")]
    [InlineData("loop.raw")]
    public void DetachedData_OutsideTheHeadersFolder_IsRefused(string name)
    {
        File.WriteAllBytes(_folder.PathOf("secret.raw"), new byte[8]);
        string inner = Directory.CreateDirectory(_folder.PathOf("inner")).FullName;
        File.CreateSymbolicLink(Path.Combine(inner, "link.raw"), "../secret.raw");
        Directory.CreateSymbolicLink(Path.Combine(inner, "linked"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(inner, "loop.raw"), "loop.raw");
        string header = Path.Combine(inner, "image.nhdr");
        File.WriteAllText(header, DetachedHeader + $"data file: {name}\n");
        string other = Path.Combine(inner, "image.mhd");
        File.WriteAllText(other, $"ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementSpacing = 1 1 1\nOffset = 0 0 0\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nElementDataFile = {name}\n");

        Assert.Throws<InvalidInputException>(() => VolumeFile.Read(header));
        Assert.Throws<InvalidInputException>(() => VolumeFile.Read(other));
    }

    [Theory]
    [InlineData("data.raw")]
    [InlineData("sub/data.raw")]
    [InlineData("link.raw")]
    public void DetachedData_InsideTheHeadersFolder_IsRead(string name)
    {
        // The folder itself may be reached through a link, as a user's data folder often is.
        string real = Directory.CreateDirectory(_folder.PathOf("real")).FullName;
        Directory.CreateDirectory(Path.Combine(real, "sub"));
        File.WriteAllBytes(Path.Combine(real, "data.raw"), new byte[8]);
        File.WriteAllBytes(Path.Combine(real, "sub", "data.raw"), new byte[8]);
        File.CreateSymbolicLink(Path.Combine(real, "link.raw"), "sub/data.raw");
        Directory.CreateSymbolicLink(_folder.PathOf("way"), real);
        string header = Path.Combine(_folder.PathOf("way"), "image.nhdr");
        File.WriteAllText(header, DetachedHeader + $"data file: {name}\n");

        Assert.Equal(8, VolumeFile.Read(header).Volume.Values.Length);
    }

    [Fact]
    public void GzipBomb_IsRefusedWithoutTheMemoryThatItAsksFor()
    {
        // 400 MB of zeros in 0.4 MB, behind a header that tells of 4 x 4 x 4 voxels, and one that tells of what is there and more.
        byte[] bomb = Zeros(400L << 20, s => new GZipStream(s, CompressionLevel.Optimal, leaveOpen: true));
        foreach (string sizes in new[] { "4 4 4", "20000 20000 20000", "1000 1000 500" })
        {
            string path = _folder.PathOf("bomb.nrrd");
            File.WriteAllBytes(path,
            [
                .. Encoding.ASCII.GetBytes(DetachedHeader.Replace("sizes: 2 2 2", "sizes: " + sizes, StringComparison.Ordinal).Replace("raw", "gzip", StringComparison.Ordinal) + "\n"), .. bomb,
            ]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidInputException>(() => VolumeFile.Read(path));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        }
    }

    [Fact]
    public void DeflatedDicomBomb_IsRefusedWithoutTheMemoryThatItAsksFor()
    {
        byte[] bomb = Zeros(800L << 20, s => new DeflateStream(s, CompressionLevel.Optimal, leaveOpen: true));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("grow beyond", Assert.Throws<InvalidInputException>(() => DicomFile.Inflate(bomb, 1 << 29, "bomb.dcm")).Message, StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    [Theory]
    [InlineData("{\"reference\": \"\\ud800\"}")]
    [InlineData("{\"structures\": [\"a\", {\"b\": 1}]}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"activity\": \"a\nb\"}")]
    public void CaseFile_BrokenText_IsRefusedInOneLine(string json)
    {
        var error = Assert.Throws<InvalidInputException>(() => CaseFile.Read(_folder.Write("case.json", json), DoseOptions.All));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void CaseFile_InvalidUtf8_IsRefused()
    {
        string path = _folder.PathOf("case.json");
        File.WriteAllBytes(path, [.. "{\"reference\": \"a"u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Throws<InvalidInputException>(() => CaseFile.Read(path, DoseOptions.All));
    }

    [Theory]
    [InlineData("{\"cases\": [{\"id\": \"\\ud800\"}]}")]
    [InlineData("[{\"id\": \"a\", \"reference\": \"\\ud800\"}]")]
    public void BatchManifest_TextThatIsNoUnicode_IsRefused(string json) =>
        Assert.Throws<InvalidInputException>(() => VoxelDose.Host.Batch.Manifest.ManifestReader.Read(_folder.Write("cohort.json", json)));

    [Fact]
    public void MediaTable_ElementWithoutSymbol_IsRefused() => Assert.Throws<InvalidInputException>(() => MediaTable.Parse(
        """{ "elements": [ { "z": 1, "atomicMass": 1, "screening": 1, "shells": [[1, 13.6]] } ], "media": [ {} ] }""", "media.json"));

    [Theory]
    [InlineData("{\"schemaVersion\": \"1.1\", \"options\": {\"a\": 1, \"a\": 2}}")]
    [InlineData("{\"schemaVersion\": \"1.1\"}")]
    [InlineData("{\"schemaVersion\": \"\\ud800\"}")]
    [InlineData("null")]
    [InlineData("")]
    public void Results_BrokenDocument_IsRefused(string json) =>
        Assert.Throws<InvalidInputException>(() => ResultsJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "results.json"));

    [Fact]
    public void Message_OfAFileThatHoldsTerminalSequences_HoldsNone()
    {
        var error = new InvalidInputException("case.json: found '\u001b[2Jx\n'");
        Assert.Equal("case.json: found ' [2Jx '", error.Message);
    }

    private static byte[] Zeros(long count, Func<Stream, Stream> compressor)
    {
        using var packed = new MemoryStream();
        using (Stream zip = compressor(packed))
        {
            byte[] block = new byte[1 << 20];
            for (long n = 0; n < count; n += block.Length)
            {
                zip.Write(block);
            }
        }

        return packed.ToArray();
    }
}
