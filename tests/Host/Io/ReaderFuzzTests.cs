using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

/// <summary>
/// Seeded mutants of good files: a reader may accept one or refuse it with <see cref="InvalidInputException"/>, and nothing else: no other
/// exception, no hang, no memory beyond <see cref="MostBytes"/>. VOXELDOSE_FUZZ_MUTANTS asks for more of them.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int DefaultMutants = 2000;

    /// <summary>A limit far above what any of these files of a few kB can hold, and far below what would hurt.</summary>
    private const long MostBytes = 512L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_MutatedFiles_AreReadOrRefusedNeverWorse()
    {
        int mutants = int.TryParse(Environment.GetEnvironmentVariable("VOXELDOSE_FUZZ_MUTANTS"), out int asked) ? asked : DefaultMutants;
        (string Name, byte[] Bytes)[] seeds = Seeds();
        var random = new Random(20261123);
        int refused = 0;
        for (int n = 0; n < mutants; n++)
        {
            (string name, byte[] bytes) = seeds[n % seeds.Length];
            byte[] mutant = Mutate(bytes, random);
            string path = _folder.PathOf($"mutant-{name}");
            File.WriteAllBytes(path, mutant);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            try
            {
                ReadAs(name, path);
            }
            catch (InvalidInputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
            catch (Exception e) when (e is not InvalidInputException)
            {
                Assert.Fail($"mutant {n} of {name} ({Convert.ToBase64String(mutant)}): {e}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"mutant {n} of {name} allocated {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            Assert.True(watch.Elapsed < Longest, $"mutant {n} of {name} took {watch.Elapsed}");
        }

        // Mutants that are all refused, or all accepted, would test nothing.
        Assert.InRange(refused, mutants / 10, mutants - (mutants / 50));
    }

    private static void ReadAs(string name, string path)
    {
        if (name.EndsWith(".tfm", StringComparison.Ordinal))
        {
            TransformFile.Read(path);
        }
        else if (name.Contains("seg", StringComparison.Ordinal))
        {
            StructureFile.Read(path);
        }
        else
        {
            VolumeFile.Read(path);
        }
    }

    private (string Name, byte[] Bytes)[] Seeds()
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Host", "Io", "Golden");
        string[] names =
        [
            "nibabel1-int16-little.nii", "nibabel1-float64-big.nii", "nibabel2-float64-big.nii", "nibabel1-int16-little-gz.nii.gz", "nibabel-scaled.nii",
            "unu-float32-little-raw.nrrd", "unu-float64-big-gzip.nrrd", "unu-float32-little-ascii.nrrd", "itk-int16-little.mha", "itk-uint16-little.mha",
            "itk-int16-little.mhd", "itk-affine.tfm", "itk-composite.tfm", "itk-euler-zyx.tfm",
        ];
        foreach (string data in new[] { "itk-int16-little.zraw" })
        {
            File.Copy(Path.Combine(golden, data), _folder.PathOf(data));
        }

        string layered = _folder.Write(
            "layers.seg.nrrd",
            "NRRD0004\ntype: unsigned char\ndimension: 4\nspace: left-posterior-superior\nsizes: 2 4 3 2\nspace directions: none (1,0,0) (0,1,0) (0,0,2)\n" +
            "kinds: list domain domain domain\nencoding: gzip\nspace origin: (1,2,3)\nSegment0_Color:=1 0.5 0\nSegment0_LabelValue:=1\nSegment0_Layer:=0\nSegment0_Name:=Liver\n" +
            "Segment1_LabelValue:=2\nSegment1_Layer:=1\nSegment1_Name:=Tumor 1\n\n",
            TemporaryFolder.Gzip([.. Enumerable.Range(0, 48).Select(i => (byte)(i % 3))]));
        var seeds = names.Select(name => (name, File.ReadAllBytes(Path.Combine(golden, name)))).ToList();
        seeds.Add(("layers.seg.nrrd", File.ReadAllBytes(layered)));
        seeds.Add(("seg-map.nii", File.ReadAllBytes(Path.Combine(golden, "nibabel1-uint8-little.nii"))));
        return [.. seeds];
    }

    /// <summary>One to four of: a bit flipped, a byte set, a number in text changed, bytes cut, doubled or put in, the end cut off.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = new List<byte>(seed);
        int header = Math.Min(seed.Length, 700);
        for (int i = random.Next(1, 5); i > 0 && bytes.Count > 1; i--)
        {
            // The header decides most, so it is hit most.
            int at = random.Next(Math.Min(bytes.Count, random.Next(4) == 0 ? bytes.Count : header));
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = (byte)(random.Next(2) == 0 ? 0x7f : 0xff);
                    break;
                case 3:
                    int digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                    {
                        bytes.InsertRange(digit, "999999999999"u8[..random.Next(1, 12)].ToArray());
                    }

                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, random.Next(1, 20)));
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))));
                    break;
                case 6:
                    bytes.InsertRange(at, [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => (byte)random.Next(256))]);
                    break;
                default:
                    if (random.Next(4) == 0)
                    {
                        bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
