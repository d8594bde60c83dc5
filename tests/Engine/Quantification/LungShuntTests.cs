using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Quantification;

public sealed class LungShuntTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(10, 4, 4), new(5, 5, 5));

    [Fact]
    public void PlanarCounts_GeometricMeans_GiveTheFraction()
    {
        // sqrt(9 x 4) = 6 thousand in the lungs, sqrt(144 x 81) = 108 in the liver.
        Assert.Equal(6.0 / 114, LungShunt.FromPlanarCounts((9000, 4000), (144000, 81000)), 1e-12);
        Assert.Equal(0, LungShunt.FromPlanarCounts((0, 0), (144000, 81000)));
    }

    [Theory]
    [InlineData(-1, 1, 1, 1)]
    [InlineData(1, double.NaN, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, double.PositiveInfinity)]
    public void PlanarCounts_ThatAreNone_AreRefused(double a, double b, double c, double d) =>
        Assert.Throws<InvalidInputException>(() => LungShunt.FromPlanarCounts((a, b), (c, d)));

    [Fact]
    public void Image_LungsAndLiver_CountsOverCounts()
    {
        var warnings = new List<Warning>();
        Assert.Equal(0.2, LungShunt.FromImage(Image(), [Part("Liver", StructureRole.Liver, 0, 4), Part("Left lung", StructureRole.Lung, 6, 8), Part("Right lung", StructureRole.Lung, 8, 10)], warnings), 1e-6);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Image_StructureBeyondIt_IsTold()
    {
        var shifted = new VoxelGrid(Grid.Size, Grid.SpacingMm, new(25, 0, 0), Grid.Direction);
        Structure lung = Structure.FromCoverage("Lung", StructureRole.Lung, null, shifted, n => n % 10 is >= 1 and < 9 ? 1 : 0);
        var warnings = new List<Warning>();
        LungShunt.FromImage(Image(), [Part("Liver", StructureRole.Liver, 0, 4), lung], warnings);
        Assert.Contains("too low", Assert.Single(warnings, warning => warning.Code == "lung-shunt-clipped").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_WithoutLungsOrWithOverlap_IsRefused()
    {
        Structure liver = Part("Liver", StructureRole.Liver, 0, 4);
        Structure lung = Part("Lungs", StructureRole.Lung, 6, 10);
        Assert.Contains("--lung-shunt", Refusal(liver), StringComparison.Ordinal);
        Assert.Contains("--lung-shunt", Refusal(lung), StringComparison.Ordinal);
        Assert.Contains("twice", Refusal(liver, lung, Part("Left lung", StructureRole.Lung, 8, 10)), StringComparison.Ordinal);
        Assert.Contains("twice", Refusal(liver, Part("Lung", StructureRole.Lung, 3, 10)), StringComparison.Ordinal);
    }

    /// <summary>Liver values of 4, lungs of 1: 4 x 4 and 4 x 1 columns, so lung over both is 4 / 20.</summary>
    private static Volume Image() => new(Grid, [.. Enumerable.Range(0, 160).Select(n => n % 10 < 4 ? 4f : n % 10 < 6 ? 0f : 1f)]);

    private static Structure Part(string name, StructureRole role, int from, int to) =>
        Structure.FromCoverage(name, role, null, Grid, n => n % 10 >= from && n % 10 < to ? 1 : 0);

    private static string Refusal(params Structure[] structures) =>
        Assert.Throws<InvalidInputException>(() => LungShunt.FromImage(Image(), structures, new List<Warning>())).Message;
}
