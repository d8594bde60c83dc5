using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Structures;

public sealed class DerivedStructuresTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(10, 10, 10), new(1, 1, 1));

    [Fact]
    public void Derive_TumorsOnTheLiverGrid_TakesThemOutOnce()
    {
        Structure liver = TestSamples.Box(Grid, 0, 0, 0, 7, 7, 7, "Liver", StructureRole.Liver);
        Structure one = TestSamples.Box(Grid, 1, 1, 1, 3, 3, 3, "A", StructureRole.Tumor);
        Structure two = TestSamples.Box(Grid, 3, 3, 3, 4, 4, 4, "B", StructureRole.Tumor);

        IReadOnlyList<Structure> derived = DerivedStructures.Derive([liver, one, two]);

        Assert.Equal([DerivedStructures.TumorUnionName, DerivedStructures.NormalLiverName], derived.Select(s => s.Name));
        Assert.All(derived, s => Assert.True(s.IsDerived));
        Assert.Equal(27 + 8 - 1, derived[0].VoxelCount);
        Assert.Equal(512 - 34, derived[1].VoxelCount);
        Assert.Same(Grid, derived[1].Grid);
    }

    [Fact]
    public void Derive_TumorOnFinerShiftedGrid_TakesTheLiverVoxelsWhoseCentreItContains()
    {
        // The tumour covers x in [1.6, 4.1]: it contains the centres 2, 3 and 4 of the liver's voxels, not 1.
        var fine = VoxelGrid.AxisAligned(new(5, 40, 40), new(0.5, 0.5, 0.5), new(1.85, -5, -5));
        Structure tumor = TestSamples.Box(fine, 0, 0, 0, 4, 39, 39, "T", StructureRole.Tumor);
        Structure liver = TestSamples.Box(Grid, 0, 0, 0, 9, 0, 0, "Liver", StructureRole.Liver);

        Structure normal = DerivedStructures.Derive([liver, tumor])[1];

        Assert.Equal([new CoverageRun(0, 2, 1), new CoverageRun(5, 5, 1)], normal.Runs);
    }

    [Fact]
    public void Derive_TumorsOnDifferentGrids_UnionReachesBeyondTheFinestGrid()
    {
        var fine = VoxelGrid.AxisAligned(new(4, 4, 4), new(0.5, 0.5, 0.5), new(0.25, 0.25, 0.25));
        Structure small = TestSamples.Box(fine, 0, 0, 0, 1, 1, 1, "A", StructureRole.Tumor);
        Structure far = TestSamples.Box(VoxelGrid.AxisAligned(new(2, 2, 2), new(1, 1, 1), new(8.5, 8.5, 8.5)), 0, 0, 0, 1, 1, 1, "B", StructureRole.Tumor);

        Structure union = DerivedStructures.Derive([small, far])[0];

        Assert.Equal(1 + 8, union.VolumeMl * 1000, 6);
    }

    [Theory]
    [InlineData(7, 2, 2)]
    [InlineData(2, 7, 2)]
    [InlineData(2, 2, 7)]
    public void Derive_TumorBesideTheLiverOnOneAxis_LeavesTheLiverAndTheOtherTumorsShellWhole(int x, int y, int z)
    {
        Structure liver = TestSamples.Box(Grid, 2, 2, 2, 5, 5, 5, "Liver", StructureRole.Liver);
        Structure inside = TestSamples.Box(Grid, 3, 3, 3, 3, 3, 3, "A", StructureRole.Tumor);
        Structure beside = TestSamples.Box(Grid, x, y, z, x + 1, y + 1, z + 1, "B", StructureRole.Tumor);

        Assert.Equal(64 - 1, DerivedStructures.Derive([liver, inside, beside])[1].VoxelCount);
        Assert.Equal(6 + 12, DerivedStructures.TumorShells([liver, inside, beside], [1])[0].VoxelCount);
    }

    [Fact]
    public void TumorSharesOutsideLiver_TumorsInsideBesideAndAcrossTheEdge_AreToldByVolume()
    {
        Structure left = TestSamples.Box(Grid, 0, 0, 0, 3, 9, 9, "Left", StructureRole.Liver);
        Structure right = TestSamples.Box(Grid, 4, 0, 0, 5, 9, 9, "Right", StructureRole.Liver);
        Structure inside = TestSamples.Box(Grid, 2, 2, 2, 5, 5, 5, "Inside", StructureRole.Tumor); // across both livers
        Structure across = TestSamples.Box(Grid, 5, 0, 0, 8, 3, 3, "Across", StructureRole.Tumor);
        Structure beside = TestSamples.Box(Grid, 6, 6, 6, 9, 9, 9, "Beside", StructureRole.Tumor);

        Assert.Equal([0, 0.75, 1], DerivedStructures.TumorSharesOutsideLiver([left, right, inside, across, beside]).Select(item => item.Share));
        Assert.Empty(DerivedStructures.TumorSharesOutsideLiver([inside]));
    }

    [Fact]
    public void Derive_NoTumor_NormalLiverIsTheLiver()
    {
        Structure liver = TestSamples.Box(Grid, 2, 2, 2, 5, 5, 5, "Liver", StructureRole.Liver);

        Structure normal = Assert.Single(DerivedStructures.Derive([liver]));

        Assert.Equal(liver.Runs, normal.Runs);
        Assert.Equal(StructureRole.NormalLiver, normal.Role);
    }

    [Fact]
    public void Derive_PerfusedVolume_LosesItsTumors()
    {
        Structure perfused = TestSamples.Box(Grid, 0, 0, 0, 4, 4, 4, "Right lobe", StructureRole.Perfused);
        Structure tumor = TestSamples.Box(Grid, 4, 4, 4, 6, 6, 6, "T", StructureRole.Tumor);

        Structure rest = DerivedStructures.Derive([perfused, tumor])[1];

        Assert.Equal("Right lobe without tumor (derived)", rest.Name);
        Assert.Equal(124, rest.VoxelCount);
    }

    [Fact]
    public void Derive_EmptyTumor_ChangesNothing()
    {
        Structure liver = TestSamples.Box(Grid, 0, 0, 0, 1, 1, 1, "Liver", StructureRole.Liver);
        Structure empty = new("T", StructureRole.Tumor, null, Grid, []);

        IReadOnlyList<Structure> derived = DerivedStructures.Derive([liver, empty]);

        Assert.Equal(0, derived[0].VoxelCount);
        Assert.Equal(8, derived[1].VoxelCount);
    }
}
