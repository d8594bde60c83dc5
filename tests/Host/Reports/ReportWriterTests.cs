using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports;
using VoxelDose.Host.Reports.Page;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Tests.Host.Reports;

public partial class ReportWriterTests
{
    private static readonly Lazy<string> Page = new(() => Write(SyntheticResult.Create()));

    [Fact]
    public void Write_AnyResult_NeedsNoNetwork()
    {
        Assert.DoesNotMatch(ExternalReference(), Page.Value);
    }

    [Fact]
    public void Write_NamesWithMarkup_AreEscapedEverywhere()
    {
        Assert.DoesNotContain("Tumor <1>", Page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<registration>", Page.Value, StringComparison.Ordinal);
        Assert.Contains("Tumor &lt;1&gt; &amp; &quot;co&quot;", Page.Value, StringComparison.Ordinal);
        Assert.Contains("&lt;registration&gt;", Page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnyResult_WarnsBeforeItAnswers()
    {
        Assert.True(Page.Value.IndexOf("registration-assumed", StringComparison.Ordinal) <
            Page.Value.IndexOf("Was the tumour covered?", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_PathsThatMayNamePatient_AreLeftOut()
    {
        Assert.DoesNotContain("doe_jane", Page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DosePictures_HoldTheDoseWithinTheirStep()
    {
        DoseResult result = SyntheticResult.Create();
        JsonElement data = Data(Page.Value);
        VoxelGrid grid = Grid(data);
        JsonElement packed = data.GetProperty("doses")[0];
        double scale = packed.GetProperty("scale").GetDouble();
        double[] shown = Unpack(packed);

        // The image is aligned with the patient axes, so picture voxels are image voxels and nothing is interpolated.
        VoxelGrid image = result.ActivityBqPerMl.Grid;
        for (int i = 0; i < shown.Length; i += 97)
        {
            Vec3 index = image.PointToIndex.Apply(Centre(grid, i));
            int voxel = (int)Math.Round(index.X) + (image.Size.X * ((int)Math.Round(index.Y) + (image.Size.Y * (int)Math.Round(index.Z))));
            Assert.Equal(result.Methods[0].DoseGy.Values[voxel], shown[i], 0.51 * scale);
        }
    }

    [Fact]
    public void Write_StructurePictures_HoldTheVolume()
    {
        DoseResult result = SyntheticResult.Create();
        JsonElement data = Data(Page.Value);
        VoxelGrid grid = Grid(data);
        for (int i = 0; i < result.StructureShapes.Count; i++)
        {
            byte[] coverage = Inflate(data.GetProperty("structures")[i].GetProperty("data").GetBytesFromBase64());
            double volume = coverage.Sum(c => c / 16.0) * grid.VoxelVolumeMl;
            // 2 mm voxels in 4 mm picture voxels, two points an axis: each voxel is met exactly once.
            Assert.Equal(result.StructureShapes[i].VolumeMl, volume, 0.02 * result.StructureShapes[i].VolumeMl);
        }
    }

    [Fact]
    public void Write_Places_AreTumourCentresAndMaximum()
    {
        JsonElement data = Data(Page.Value);
        VoxelGrid grid = Grid(data);
        Vec3[] places = [.. data.GetProperty("places").EnumerateArray().Select(p => p.GetProperty("voxel"))
            .Select(v => grid.IndexToPoint.Apply(new(v[0].GetInt32(), v[1].GetInt32(), v[2].GetInt32())))];

        Assert.Equal(3, places.Length);
        Assert.True((places[0] - SyntheticResult.FirstTumourMm).Length < 4);
        Assert.True((places[1] - SyntheticResult.SecondTumourMm).Length < 4);
        Assert.True((places[2] - SyntheticResult.SecondTumourMm).Length < 4);
    }

    [Fact]
    public void Write_ObliqueLargeGridWithCt_StaysSmallAndWhole()
    {
        DoseResult plain = SyntheticResult.Create();
        double c = Math.Cos(0.3);
        double s = Math.Sin(0.3);
        var turn = new AffineTransform(new Mat3(new(c, s, 0), new(-s, c, 0), new(0, 0, 1)), new(3, -2, 1));
        Volume Turn(Volume v) => v.SeenFrom(turn);
        DoseResult turned = plain with
        {
            ActivityBqPerMl = Turn(plain.ActivityBqPerMl),
            Methods = [.. plain.Methods.Select(m => m with { DoseGy = Turn(m.DoseGy) })],
            StructureShapes = [.. plain.StructureShapes.Select(shape => shape.SeenFrom(turn))],
        };

        string page = Write(turned, Turn(plain.ActivityBqPerMl));

        JsonElement data = Data(page);
        Assert.Equal(2, data.GetProperty("greys").GetArrayLength());
        Assert.True(Grid(data).Size.Count <= 720_000);
        double[] dose = Unpack(data.GetProperty("doses")[0]);
        Assert.Equal(plain.Methods[0].DoseGy.Values.Max(), dose.Max(), 0.1 * dose.Max());
    }

    [Fact]
    public void Write_NoStructuresNoTumours_SaysSo()
    {
        DoseResult bare = SyntheticResult.Create() with { StructureShapes = [], Structures = [], Dvh = [] };

        string page = Write(bare);

        Assert.Contains("No structure has the role tumor", page, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, Data(page).GetProperty("places").ValueKind);
    }

    private static string Write(DoseResult result, Volume? ct = null)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(stream, SyntheticResult.Document(result), PageDataBuilder.Build(result, PictureSet.Sample(result, ct)));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(DataBlock().Match(page).Groups[1].Value).RootElement;

    private static VoxelGrid Grid(JsonElement data)
    {
        JsonElement grid = data.GetProperty("grid");
        double[] Triple(string name) => [.. grid.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
        double[] size = Triple("size");
        double[] spacing = Triple("spacingMm");
        double[] origin = Triple("originMm");
        return VoxelGrid.AxisAligned(
            new((int)size[0], (int)size[1], (int)size[2]), new(spacing[0], spacing[1], spacing[2]), new(origin[0], origin[1], origin[2]));
    }

    private static Vec3 Centre(VoxelGrid grid, int i) =>
        grid.IndexToPoint.Apply(new(i % grid.Size.X, i / grid.Size.X % grid.Size.Y, i / (grid.Size.X * grid.Size.Y)));

    private static double[] Unpack(JsonElement volume)
    {
        byte[] bytes = Inflate(volume.GetProperty("data").GetBytesFromBase64());
        int n = bytes.Length / 2;
        var values = new double[n];
        int level = 0;
        for (int i = 0; i < n; i++)
        {
            level = (level + bytes[i] + (bytes[n + i] << 8)) & 0xffff;
            values[i] = volume.GetProperty("offset").GetDouble() + (volume.GetProperty("scale").GetDouble() * level);
        }

        return values;
    }

    private static byte[] Inflate(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex("""(?:src|href|url|import|fetch)\s*[=(]\s*["']?\s*(?:https?:|//|\.)""", RegexOptions.IgnoreCase)]
    private static partial Regex ExternalReference();

    [GeneratedRegex("""<script type="application/json" id="report-data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataBlock();
}
