using System.Buffers.Binary;
using System.Diagnostics;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>
/// Mutated files end in a read or in an <see cref="InvalidInputException"/>, soon and without much memory. VOXELDOSE_FUZZ_DICOM sets
/// the number of files (100,000 for a release; it takes a while).
/// </summary>
public sealed class DicomFuzzTests : IDisposable
{
    private const int UsualCount = 400;
    private const double LongestS = 2;
    private const long MostBytes = 512L << 20;

    // Small ones of each kind that is decoded here; none that starts a child process.
    private static readonly string[] Seeds =
    [
        "fodicom_pet/GH184.dcm", "highdicom/ct_image.dcm", "highdicom/seg_image_ct_binary_overlap.dcm", "highdicom/seg_image_ct_true_fractional.dcm",
        "highdicom/sr_document.dcm", "pydicom-data/liver_deflate.dcm", "pydicom-data/liver_rle.dcm", "rt-utils/0.dcm", "rt-utils/rt.dcm",
        "rt-utils/invalid_reference_rt.dcm", "pydicom-data/bad_sequence.dcm",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedDataFact("data/dicom")]
    public void MutatedFile_EndsInAReadOrATypedError_SoonAndSmall()
    {
        string path = Path.Combine(_folder.FullName, "mutated.dcm");
        int count = int.TryParse(Environment.GetEnvironmentVariable("VOXELDOSE_FUZZ_DICOM"), out int asked) ? asked : UsualCount;
        SpatialRegistrationTests.Registration("1.2.3.1", "1.2.3.2", [1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 1, 7, 0, 0, 0, 1]).Save(path);
        byte[][] seeds = [File.ReadAllBytes(path), .. Seeds.Select(seed => File.ReadAllBytes(SharedData.PathOf("data/dicom/" + seed)))];
        var random = new Random(20261123);
        int reads = 0;
        int refusals = 0;
        for (int i = 0; i < count; i++)
        {
            int which = random.Next(seeds.Length);
            byte[] mutated = Mutate(seeds[which], random);
            File.WriteAllBytes(path, mutated);
            long before = GC.GetAllocatedBytesForCurrentThread();
            (double seconds, bool isRead, Exception? failure) = Try(path);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(failure is null, $"mutation {i} of {NameOf(which)}: {failure}");
            (reads, refusals) = isRead ? (reads + 1, refusals) : (reads, refusals + 1);
            for (int again = 0; again < 3 && seconds >= LongestS; again++)
            {
                seconds = Try(path).Seconds; // a hang stays one; a busy machine does not
            }

            Assert.True(seconds < LongestS, $"mutation {i} of {NameOf(which)} took {seconds:0.00} s");
            Assert.True(allocated < MostBytes, $"mutation {i} of {NameOf(which)} allocated {allocated >> 20} MiB");
        }

        Assert.True(reads > 0 && refusals > 0, $"{reads} reads, {refusals} refusals: the mutations are too weak or too strong to tell anything");
    }

    private static string NameOf(int seed) => seed == 0 ? "a registration" : Seeds[seed - 1];

    [Fact]
    public void SequencesNestedDeep_AreRefused()
    {
        var bytes = new List<byte>(new byte[128]);
        bytes.AddRange("DICM"u8.ToArray());
        for (int i = 0; i < 200_000; i++)
        {
            bytes.AddRange([0x08, 0x00, 0x15, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        var error = Assert.Throws<InvalidInputException>(() => DicomFile.Parse([.. bytes], "deep"));
        Assert.Contains("deeper", error.Message, StringComparison.Ordinal);
    }

    private static (double Seconds, bool IsRead, Exception? Failure) Try(string path)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            ReadAll(path);
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, true, null);
        }
        catch (InvalidInputException)
        {
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, false, null);
        }
        catch (Exception e)
        {
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, false, e);
        }
    }

    private static void ReadAll(string path)
    {
        DicomFile file = DicomFile.Open(path);
        string? sop = file.Dataset.TryGetText(DicomTag.SOPClassUID);
        if (sop == DicomUID.SegmentationStorage.UID || sop == DicomUID.RTStructureSetStorage.UID)
        {
            DicomStructureReader.Read(path);
        }
        else if (sop == DicomUID.SpatialRegistrationStorage.UID)
        {
            SpatialRegistration.Read(path);
        }
        else if (file.TransferSyntax.Codec <= DicomCodec.JpegLossless)
        {
            DicomVolumeReader.Read(path);
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] bytes = (byte[])seed.Clone();
        int header = Math.Min(bytes.Length, 4096); // most that is told stands there
        for (int n = random.Next(1, 6); n > 0; n--)
        {
            int at = random.Next(4) == 0 ? random.Next(bytes.Length) : random.Next(132, header);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when at + 4 <= bytes.Length:
                    uint[] lengths = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, (uint)bytes.Length, (uint)random.Next()];
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), lengths[random.Next(lengths.Length)]);
                    break;
                case 3:
                    Array.Resize(ref bytes, random.Next(132, bytes.Length + 1));
                    header = Math.Min(header, bytes.Length);
                    break;
                case 4 when bytes.Length - at > 64:
                    int from = random.Next(bytes.Length - 64);
                    bytes.AsSpan(from, random.Next(1, 64)).ToArray().CopyTo(bytes.AsSpan(at, Math.Min(64, bytes.Length - at)));
                    break;
                default:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
            }

            if (bytes.Length <= 140)
            {
                break;
            }
        }

        return bytes;
    }
}
