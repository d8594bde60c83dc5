using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

/// <summary>Images written by nibabel, Teem and ITK (tests/oracles/formats/make-golden.py): all hold the same values on the same oblique, flipped grid.</summary>
public sealed class GoldenFileTests
{
    /// <summary>The script's grid: a rotation with entries in thirds, the first axis flipped, spacings 2, 3, 4 mm.</summary>
    private static readonly AffineTransform IndexToLps = new(
        new(-2.0 / 3 * new Vec3(2, 2, -1), 3.0 / 3 * new Vec3(-1, 2, 2), 4.0 / 3 * new Vec3(2, -1, 2)), new(10.5, -20.25, 30.75));

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (string path in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(path) is ".nii" or ".gz" or ".nrrd" or ".mha" or ".mhd")
            {
                files.Add(Path.GetFileName(path));
            }
        }

        return files;
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Host", "Io", "Golden");

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfAnotherProgram_HasTheKnownValuesAndPlace(string file)
    {
        Volume volume = VolumeFile.Read(Path.Combine(Folder, file)).Volume;

        Assert.Equal(new Size3(5, 4, 3), volume.Grid.Size);
        for (int index = 0; index < volume.Values.Length; index++)
        {
            (int i, int j, int k) = (index % 5, index / 5 % 4, index / 20);
            Assert.Equal(Expected(file, i + (5 * j) + (20 * k)), volume.Values[index]);

            // NIfTI headers hold float32: coordinates of some 30 mm are good to 2e-6 mm, those of a quaternion to a part in 1e6.
            Assert.True((volume.Grid.IndexToPoint.Apply(new(i, j, k)) - IndexToLps.Apply(new(i, j, k))).Length < 2e-5);
        }
    }

    /// <summary>Transforms with a centre that ITK itself wrote, and where it sends the point (10, -20, 30).</summary>
    [Fact]
    public void Read_TransformsOfItk_SendAPointWhereItkDoes()
    {
        string[] rows = File.ReadAllLines(Path.Combine(Folder, "itk-transforms.csv"))[1..];
        Assert.Equal(8, rows.Length);
        foreach (string[] cells in rows.Select(row => row.Split(',')))
        {
            var expected = new Vec3(double.Parse(cells[1]), double.Parse(cells[2]), double.Parse(cells[3]));

            Vec3 found = TransformFile.Read(Path.Combine(Folder, cells[0])).Apply(new(10, -20, 30));

            // The files carry all digits of a double.
            Assert.True((found - expected).Length < 1e-12, $"{cells[0]}: {found}");
        }
    }

    [Fact]
    public void Files_OfEveryWriterTypeAndByteOrder_AreThere()
    {
        string[] files = [.. Files().AsEnumerable<object[]>().Select(row => (string)row[0])];
        foreach (string type in new[] { "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64" })
        {
            Assert.Contains($"nibabel1-{type}-little.nii", files);
            Assert.Contains($"nibabel1-{type}-big.nii", files);
            Assert.Contains($"unu-{type}-little-raw.nrrd", files);
            Assert.Contains($"unu-{type}-big-raw.nrrd", files);
            Assert.Contains($"itk-{type}-little.mha", files);
        }
    }

    private static float Expected(string file, int v) =>
        file.Contains("scaled", StringComparison.Ordinal) ? ((v - 10) * 0.25f) + 3
        : file.Contains("float", StringComparison.Ordinal) ? v - 10 + 0.25f
        : file.Contains("uint", StringComparison.Ordinal) ? v
        : v - 10;
}
