using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class StructureFlagsTests
{
    private static readonly VoxelGrid Image = VoxelGrid.AxisAligned(new(60, 60, 60), new(1, 1, 1));

    [Fact]
    public void Find_LargeStructureInTheMiddle_HasNoFlag() =>
        Assert.Empty(Codes([TestSamples.Box(Image, 12, 12, 12, 47, 47, 47)], [1])[0]);

    [Fact]
    public void Find_CentreOneVoxelNearerThanTheReach_IsAtTheEdge()
    {
        // The centre of voxel 11 lies 11.5 mm from the face, that of voxel 12 lies 12.5 mm from it.
        Assert.Equal([StructureFlags.AtEdge], Codes([TestSamples.Box(Image, 11, 12, 12, 47, 47, 47)], [1])[0]);
        Assert.Equal([StructureFlags.AtEdge], Codes([TestSamples.Box(Image, 12, 12, 12, 47, 47, 48)], [1])[0]);
    }

    [Fact]
    public void DistanceToEdgeMm_ObliqueFinerStructure_IsMeasuredInMillimetres()
    {
        var image = new VoxelGrid(new(30, 30, 10), new(2, 2, 5), new(7, 8, 9), new(new(0.8, 0.6, 0), new(-0.6, 0.8, 0), new(0, 0, -1)));
        var grid = new VoxelGrid(new(1, 1, 1), new(1, 1, 1), image.IndexToPoint.Apply(new(4, 20, 5)), Mat3.Identity);

        Assert.Equal(9, StructureFlags.DistanceToEdgeMm(TestSamples.Box(grid, 0, 0, 0, 0, 0, 0), image), 9);
    }

    [Fact]
    public void Find_EmptyOutsideClippedSmall_TellsEach()
    {
        Structure box = TestSamples.Box(Image, 20, 20, 20, 39, 39, 38);
        Structure empty = new("none", StructureRole.Tumor, null, Image, []);

        IReadOnlyList<string>[] codes = Codes([box, box, box, empty], [0, 0.5, 1, 0]);

        Assert.Equal([StructureFlags.Outside], codes[0]);
        Assert.Equal([StructureFlags.Clipped, StructureFlags.Small], codes[1]);
        Assert.Equal([StructureFlags.Small], codes[2]);
        Assert.Equal([StructureFlags.Empty], codes[3]);
    }

    [Fact]
    public void Find_TumorsThatOverlap_FlagsBothButNotTheLiverAroundThem()
    {
        Structure liver = TestSamples.Box(Image, 12, 12, 12, 47, 47, 47, "Liver", StructureRole.Liver);
        Structure one = TestSamples.Box(Image, 14, 14, 14, 36, 36, 36, "A", StructureRole.Tumor);
        Structure two = TestSamples.Box(Image, 36, 14, 14, 46, 46, 46, "B", StructureRole.Tumor);
        Structure drawnNormal = TestSamples.Box(Image, 12, 12, 12, 47, 47, 13, "Normal", StructureRole.NormalLiver);

        IReadOnlyList<string>[] codes = Codes([liver, one, two, drawnNormal], [1, 1, 1, 1]);

        Assert.Empty(codes[0]);
        Assert.Equal([StructureFlags.Overlapping], codes[1]);
        Assert.Equal([StructureFlags.Overlapping], codes[2]);
        Assert.DoesNotContain(StructureFlags.Overlapping, codes[3]);
    }

    [Fact]
    public void Overlap_DifferentGrids_CountsCentresOfTheFinerInTheCoarser()
    {
        var coarse = VoxelGrid.AxisAligned(new(10, 10, 10), new(6, 6, 6), new(2.5, 2.5, 2.5));
        Structure a = TestSamples.Box(coarse, 2, 2, 2, 3, 3, 3);
        Structure b = TestSamples.Box(Image, 0, 0, 0, 14, 59, 59);

        // a covers 11.5 to 23.5 mm; b ends at 14.5: 3 x 12 x 12 voxels of 1 mm.
        Assert.Equal(0.432, StructureOverlap.VolumeMl(a, b), 9);
        Assert.Equal(0.432, StructureOverlap.VolumeMl(b, a), 9);
    }

    [Fact]
    public void Overlap_OneGrid_SumsTheCommonRuns()
    {
        Structure a = TestSamples.Box(Image, 3, 3, 3, 10, 10, 10);
        Structure b = TestSamples.Box(Image, 8, 0, 5, 40, 40, 40);

        Assert.Equal(3 * 8 * 6 / 1000.0, StructureOverlap.VolumeMl(a, b), 9);
    }

    private static IReadOnlyList<string>[] Codes(Structure[] structures, double[] covered) =>
        [.. StructureFlags.Find(structures, Image, covered).Select(flags => (IReadOnlyList<string>)[.. flags.Select(flag => flag.Code)])];
}
