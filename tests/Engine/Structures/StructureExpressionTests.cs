using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Structures;

public sealed class StructureExpressionTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(30, 30, 30), new(1, 1, 1));

    private static readonly Structure[] All =
    [
        TestSamples.Box(Grid, 0, 0, 0, 9, 9, 9, "A"),
        TestSamples.Box(Grid, 5, 0, 0, 14, 9, 9, "B"),
        TestSamples.Box(Grid, 0, 0, 0, 1, 1, 1, "T 1", StructureRole.Tumor),
        TestSamples.Box(Grid, 12, 12, 12, 16, 16, 16, "Cube"),
    ];

    [Theory]
    [InlineData("\"A\"", 1000)]
    [InlineData("\"A\" | \"B\"", 1500)]
    [InlineData("\"A\" & \"B\"", 500)]
    [InlineData("\"A\" - \"B\"", 500)]
    [InlineData("\"A\" - \"B\" | \"B\"", 1500)]
    [InlineData("\"A\" - (\"B\" | \"A\")", 0)]
    [InlineData("(\"A\" - tumors()) & (\"A\")", 992)]
    [InlineData("\"A\" & \"Cube\"", 0)]
    [InlineData("grow(\"Cube\", 0)", 125)]
    [InlineData("shrink(\"Cube\", 1)", 27)]
    // One voxel beyond each face: centres 0.5 mm from the surface; edges lie sqrt(2) - 0.5 = 0.91 mm from it.
    [InlineData("grow(\"Cube\", 0.6)", 125 + (6 * 25))]
    [InlineData("grow(\"Cube\", 1)", 125 + (6 * 25) + (12 * 5))]
    [InlineData("shell(\"Cube\", 0, 0.6)", 6 * 25)]
    public void Evaluate_Expression_HasTheExpectedVolume(string text, int voxels)
    {
        Structure found = StructureExpression.Evaluate("new", StructureRole.Other, text, All);

        Assert.Equal(voxels, found.VoxelCount);
        Assert.True(found.IsDerived);
    }

    [Theory]
    [InlineData("\"A\" |", "found the end")]
    [InlineData("\"A\" \"B\"", "character 5")]
    [InlineData("\"Nope\"", "\"Cube\"")]
    [InlineData("(\"A\"", "')'")]
    [InlineData("bend(\"A\")", "one of grow")]
    [InlineData("grow(\"A\", far)", "distance in mm")]
    [InlineData("\"A", "closing quotation mark")]
    [InlineData("", "name in double quotes")]
    public void Evaluate_BrokenExpression_SaysWhatIsExpected(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(
            () => StructureExpression.Evaluate("new", StructureRole.Other, text, All)).Message, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_GrowBeyondTheGrid_KeepsTheVoxelsOutside()
    {
        Structure found = StructureExpression.Evaluate("new", StructureRole.Other, "grow(\"A\", 0.6)", All);

        Assert.Equal(1000 + (6 * 100), found.VoxelCount);
    }

    [Fact]
    public void TumorShells_SphereInLiver_HasTheVolumeOfAShellWithinTheLiver()
    {
        var grid = VoxelGrid.AxisAligned(new(80, 80, 80), new(0.5, 0.5, 0.5));
        Structure tumor = TestSamples.Sphere(grid, new(20, 20, 20), 8, "T");
        Structure other = TestSamples.Sphere(grid, new(20, 20, 33), 3, "U");
        Structure liver = TestSamples.Box(grid, 0, 0, 0, 79, 79, 39, "Liver", StructureRole.Liver);

        IReadOnlyList<Structure> shells = DerivedStructures.TumorShells([liver, tumor, other], [5, 10]);

        Assert.Equal(["T shell 5 mm (derived)", "T shell 10 mm (derived)", "U shell 5 mm (derived)", "U shell 10 mm (derived)"], shells.Select(s => s.Name));
        // Half of the shell lies in the liver (z below 19.75 mm): 2/3 pi (13^3 - 8^3). A quarter of a millimetre (half a voxel)
        // at the outer surface is 7 % of it.
        Assert.InRange(shells[0].VolumeMl * 1000 / (2 / 3.0 * Math.PI * ((13 * 13 * 13) - (8 * 8 * 8))), 0.93, 1.07);
        Assert.All(shells, shell => Assert.True(shell.IsDerived));
    }

    [Fact]
    public void TumorShells_NeighbouringTumors_NeitherHoldsTheOther()
    {
        Structure a = TestSamples.Box(Grid, 10, 10, 10, 12, 12, 12, "A", StructureRole.Tumor);
        Structure b = TestSamples.Box(Grid, 14, 10, 10, 16, 12, 12, "B", StructureRole.Tumor);

        Structure shell = DerivedStructures.TumorShells([a, b], [5])[0];

        Assert.Equal(0, StructureOverlap.VolumeMl(shell, a));
        Assert.Equal(0, StructureOverlap.VolumeMl(shell, b));
    }
}
