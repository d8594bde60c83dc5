using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class StructureFileTests : IDisposable
{
    private const string Start = "NRRD0004\nspace: left-posterior-superior\nencoding: raw\nendian: little\n";
    private const string Map = Start + "dimension: 3\nspace directions: (10,0,0) (0,10,0) (0,0,10)\nspace origin: (0,0,0)\n";
    private const string Layered = Start + "type: uchar\ndimension: 4\nsizes: 2 3 2 1\nkinds: list domain domain domain\nspace directions: none (10,0,0) (0,10,0) (0,0,10)\nspace origin: (0,0,0)\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LabelMapWithoutNames_NumbersThem()
    {
        string path = _folder.Write("map.nrrd", Map + "type: uchar\nsizes: 3 2 1\n\n", [0, 5, 5, 5, 0, 2]);

        IReadOnlyList<Structure> structures = StructureFile.Read(path);

        Assert.Equal(["Label 2", "Label 5"], structures.Select(s => s.Name));
        Assert.Equal([new(1, 2, 1), new(3, 1, 1)], structures[1].Runs);
        Assert.Equal(3.0, structures[1].VolumeMl, 12);
        Assert.All(structures, s => Assert.Equal(StructureRole.Other, s.Role));
    }

    [Theory]
    [InlineData("map.labels.csv", "label,name,red,green,blue\n5,Liver,1,2,3\n2,\"Tumor 1\",4,5,6\n")]
    [InlineData("map.nrrd.labels.csv", "5,Liver\n2,Tumor 1\n")]
    [InlineData("map.labels.json", "{\"5\": \"Liver\", \"2\": \"Tumor 1\"}")]
    [InlineData("map.labels.txt", "# ITK-SnAP Label Description File\n    0     0    0    0        0  0  0    \"Clear Label\"\n    5   255    0    0        1  1  1    \"Liver\"\n    2     0  255    0        1  1  1    \"Tumor 1\"\n")]
    public void Read_LabelMapWithNameTable_TakesNamesAndRoles(string tableName, string table)
    {
        _folder.Write(tableName, table);
        string path = _folder.Write("map.nrrd", Map + "type: uchar\nsizes: 3 2 1\n\n", [0, 5, 5, 5, 0, 2]);

        IReadOnlyList<Structure> structures = StructureFile.Read(path);

        Assert.Equal([("Tumor 1", StructureRole.Tumor), ("Liver", StructureRole.Liver)], structures.Select(s => (s.Name, s.Role)));
    }

    [Theory]
    [InlineData("map.labels.csv", "5,Liver\n5,Tumor\n", "each label once")]
    [InlineData("map.labels.csv", "x\n5;Liver\n", "label,name")]
    [InlineData("map.labels.json", "[1]", "JSON object")]
    [InlineData("map.labels.txt", "5 Liver\n", "ITK-SNAP")]
    public void Read_BadNameTable_IsRefused(string tableName, string table, string expected)
    {
        _folder.Write(tableName, table);
        string path = _folder.Write("map.nrrd", Map + "type: uchar\nsizes: 1 1 1\n\n", [5]);

        Assert.Contains(expected, Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1f, null)]
    [InlineData(0.5f, "whole number")]
    [InlineData(-1f, "whole number")]
    [InlineData(16777216f, "whole number")]
    [InlineData(float.NaN, "finite")]
    public void Read_FloatMask_IsAcceptedOnlyWithWholeValues(float value, string? refusal)
    {
        string path = _folder.Write("mask.nrrd", Map + "type: float\nsizes: 2 1 1\n\n", BitConverter.GetBytes(0f), BitConverter.GetBytes(value));

        if (refusal is null)
        {
            Assert.Equal(1, Assert.Single(StructureFile.Read(path)).VoxelCount);
        }
        else
        {
            Assert.Contains(refusal, Refusal(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_LayeredSegmentation_KeepsOverlapsOrderAndEmptySegments()
    {
        string keys =
            "Segment0_Name:=Liver\nSegment0_LabelValue:=1\nSegment0_Layer:=0\nSegment0_Color:=1 0.5 0\n" +
            "Segment1_Name:=Tumor 2\nSegment1_LabelValue:=3\nSegment1_Layer:=1\nSegment1_Extent:=0 2 0 1 0 0\n" +
            "Segment2_Name:=Nothing\nSegment2_LabelValue:=9\nSegment2_Layer:=1\n";
        string path = _folder.Write("a.seg.nrrd", Layered + keys + "\n", [1, 0, 1, 3, 1, 3, 1, 3, 0, 0, 0, 4]);

        IReadOnlyList<Structure> structures = StructureFile.Read(path);

        Assert.Equal(["Liver", "Tumor 2", "Nothing", "Label 4 of layer 1"], structures.Select(s => s.Name));
        Assert.Equal([4L, 3L, 0L, 1L], structures.Select(s => s.VoxelCount));
        Assert.Equal([new(1, 2, 1), new(3, 1, 1)], structures[1].Runs);
        Assert.Equal(new Rgb(255, 128, 0), structures[0].Color);
    }

    /// <summary>Long runs, short ones, and rows that blocks of the file cut; each layer's runs against a walk voxel by voxel.</summary>
    [Theory]
    [InlineData(1, 600_000, 1)]
    [InlineData(1, 331, 2000)]
    [InlineData(3, 331, 800)]
    public void Read_LargeLabelMap_FindsEveryRun(int layers, int width, int rows)
    {
        byte[] values = new byte[layers * width * rows];
        for (int n = 0; n < values.Length; n++)
        {
            int voxel = n / layers;
            values[n] = (byte)(voxel % 1000 < 30 ? (voxel + (n % layers)) % 3 : voxel / 700 % 2);
        }

        string keys = string.Concat(Enumerable.Range(0, layers).SelectMany(layer => new[] { 1, 2 }.Select(label => (layer, label))).Select((s, n) =>
            $"Segment{n}_ID:=S{n}\nSegment{n}_Name:=L{s.layer} {s.label}\nSegment{n}_Layer:={s.layer}\nSegment{n}_LabelValue:={s.label}\n"));
        string path = _folder.Write(
            "map.seg.nrrd",
            Start + $"type: uchar\ndimension: 4\nsizes: {layers} {width} {rows} 1\nkinds: list domain domain domain\n" +
            $"space directions: none (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n{keys}\n",
            values);

        IReadOnlyList<Structure> structures = StructureFile.Read(path);

        foreach ((int layer, int label) in Enumerable.Range(0, layers).SelectMany(layer => new[] { (layer, 1), (layer, 2) }))
        {
            var runs = new List<CoverageRun>();
            for (int voxel = 0; voxel < width * rows; voxel++)
            {
                bool inside = values[(voxel * layers) + layer] == label;
                bool joins = inside && voxel % width > 0 && runs.Count > 0 && runs[^1].Start + runs[^1].Length == voxel;
                if (joins)
                {
                    runs[^1] = runs[^1] with { Length = runs[^1].Length + 1 };
                }
                else if (inside)
                {
                    runs.Add(new(voxel, 1, 1));
                }
            }

            Assert.Equal(runs, structures.Single(s => s.Name == $"L{layer} {label}").Runs);
        }
    }

    [Fact]
    public void Read_OldSegmentationWithoutLayers_TakesOneLayerASegment()
    {
        string path = _folder.Write("a.seg.nrrd", Layered + "Segment0_Name:=A\nSegment1_Name:=B\n\n", [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Equal([("A", 2L), ("B", 1L)], StructureFile.Read(path).Select(s => (s.Name, s.VoxelCount)));
    }

    [Theory]
    [InlineData("Segment0_Name:=A\nSegment0_Layer:=2\n", "Segment0_Layer")]
    [InlineData("Segment0_Name:=A\nSegment0_LabelValue:=1\nSegment0_Layer:=0\nSegment1_Name:=B\nSegment1_LabelValue:=1\nSegment1_Layer:=0\n", "Segment1_LabelValue")]
    [InlineData("Segment0_Name:=A\nSegment0_LabelValue:=x\n", "Segment0_LabelValue")]
    [InlineData("Segment0_Name:=A\nSegmentation_MasterRepresentation:=Fractional labelmap\n", "binary labelmap")]
    public void Read_BadSegmentation_IsRefused(string keys, string expected)
    {
        string path = _folder.Write("a.seg.nrrd", Layered + keys + "\n", new byte[12]);

        Assert.Contains(expected, Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OnlyZeros_IsRefused()
    {
        string path = _folder.Write("a.nrrd", Map + "type: uchar\nsizes: 2 1 1\n\n", [0, 0]);

        Assert.Contains("no structure", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Liver", StructureRole.Liver)]
    [InlineData("  LIVER ", StructureRole.Liver)]
    [InlineData("Tumor 1", StructureRole.Tumor)]
    [InlineData("tumour_12", StructureRole.Tumor)]
    [InlineData("Tumor B", StructureRole.Tumor)]
    [InlineData("Tumor bed", StructureRole.Other)]
    [InlineData("Liver vessels", StructureRole.Other)]
    [InlineData("Liver 2", StructureRole.Other)]
    [InlineData("Normal Tissue", StructureRole.NormalLiver)]
    [InlineData("lung_upper_lobe_left", StructureRole.Lung)]
    [InlineData("Perfused volume 2", StructureRole.Perfused)]
    [InlineData("Spleen", StructureRole.Other)]
    public void FromName_ExactNamesOnly_GiveRoles(string name, object role) =>
        Assert.Equal((StructureRole)role, StructureRoles.FromName(name));

    private static string Refusal(string path) => Assert.Throws<InvalidInputException>(() => StructureFile.Read(path)).Message;
}
