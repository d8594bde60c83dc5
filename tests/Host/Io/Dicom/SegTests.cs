using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class SegTests
{
    [SharedDataTheory("data/dicom/pydicom-data")]
    [InlineData("liver.dcm")]
    [InlineData("liver_rle.dcm")]
    [InlineData("liver_deflate.dcm")]
    public void Liver_AnyEncoding_HasTheVoxelsThatPydicomCounts(string file)
    {
        Structure liver = Assert.Single(DicomStructureReader.Read(SharedData.PathOf("data/dicom/pydicom-data/" + file)).Structures);
        Assert.Equal(107098, liver.VoxelCount); // sum of pydicom's pixel_array
        Assert.Equal(new Size3(512, 512, 3), liver.Grid.Size);
    }

    [SharedDataFact("data/dicom/highdicom")]
    public void OverlappingSegments_EachKeepsItsVoxels()
    {
        IReadOnlyList<Structure> structures = DicomStructureReader.Read(SharedData.PathOf("data/dicom/highdicom/seg_image_ct_binary_overlap.dcm")).Structures;
        Assert.Equal(80, structures.Sum(structure => structure.VoxelCount)); // sum of pydicom's pixel_array over all frames
        Assert.True(structures.Count > 1);
        Assert.True(structures[0].Grid.IsSameAs(structures[1].Grid));
    }

    [SharedDataFact("data/dicom/highdicom")]
    public void FractionalSegment_ValuesAreSharesOfTheMaximum()
    {
        DicomStructures read = DicomStructureReader.Read(SharedData.PathOf("data/dicom/highdicom/seg_image_ct_true_fractional.dcm"));
        Structure only = Assert.Single(read.Structures);
        double maximum = read.Header.GetSingleValue<double>(DicomTag.MaximumFractionalValue);
        double covered = only.Runs.Sum(run => run.Length * (double)run.Coverage);
        Assert.Equal(83136 / maximum, covered, 1e-3); // sum of pydicom's pixel_array; coverage is float32
    }

    [Fact]
    public void Written_FractionalOverlappingWithEmptyPlanes_IsReadBack()
    {
        VoxelGrid grid = new(new(7, 5, 6), new(1.5, 2, 2.5), new(-10, 5, 30), new(new(0, 1, 0), new(-1, 0, 0), new(0, 0, 1)));
        Structure a = Structure.FromCoverage("a", StructureRole.Tumor, new Rgb(200, 30, 90), grid, i => i is 3 or 4 or 180 ? 1 : i == 5 ? 0.2f : 0);
        Structure b = Structure.FromCoverage("b", StructureRole.Liver, null, grid, i => i is >= 0 and < 9 ? 1 : 0, isDerived: true);
        DicomStructures read = RtStructTests.Read(SegWriter.Create([a, b], Export()).Dataset);
        Assert.Equal(["a", "b"], read.Structures.Select(structure => structure.Name));
        Assert.True(grid.IsSameAs(read.Structures[0].Grid));
        Assert.Equal(a.VoxelCount, read.Structures[0].VoxelCount);
        Assert.Equal(a.VolumeMl, read.Structures[0].VolumeMl, a.VolumeMl / 255); // fractions are rounded to 1/255
        Assert.Equal(b.Runs, read.Structures[1].Runs);
        Assert.Equal((200.0, 30.0, 90.0), (read.Structures[0].Color!.Value.R, (double)read.Structures[0].Color!.Value.G, (double)read.Structures[0].Color!.Value.B));
    }

    [Fact]
    public void Written_LeftHandedGrid_KeepsItsPlace()
    {
        VoxelGrid grid = new(new(4, 4, 3), new(1, 1, 2), new(0, 0, 10), new(new(1, 0, 0), new(0, 1, 0), new(0, 0, -1)));
        Structure a = Structure.FromCoverage("a", StructureRole.Other, null, grid, i => i == 0 ? 1 : 0); // at z = 10
        Structure read = Assert.Single(RtStructTests.Read(SegWriter.Create([a], Export()).Dataset).Structures);
        int start = Assert.Single(read.Runs).Start;
        Vec3 at = read.Grid.IndexToPoint.Apply(new(start % 4, start / 4 % 4, start / 16));
        Assert.Equal(new Vec3(0, 0, 10), at);
    }

    internal static DicomExport Export(DicomDataset? source = null, bool deidentify = false) =>
        new(source, null, new DateTime(2026, 3, 4, 5, 6, 7), "0.1.0", deidentify);
}
