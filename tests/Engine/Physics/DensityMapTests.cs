using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

public sealed class DensityMapTests
{
    private static readonly MassDensity Reference = MassDensity.FromGramPerMl(1.05);

    /// <summary>Lines of Schneider 2000, evaluated by hand.</summary>
    [Theory]
    [InlineData(-3024, 0.00121)]
    [InlineData(-1000, 0.00121)]
    [InlineData(-98, 1.018 - (0.893e-3 * 98))]
    [InlineData(0, 1.018)]
    [InlineData(18, 1.03)]
    [InlineData(60, 1.003 + (1.169e-3 * 60))]
    [InlineData(500, 1.017 + (0.592e-3 * 500))]
    [InlineData(3071, 2.201)]
    public void GramPerMl_Schneider_FollowsItsLines(double hounsfield, double gramPerMl) =>
        Assert.Equal(gramPerMl, HounsfieldToDensity.Schneider2000.GramPerMl(hounsfield), 3e-4);

    [Fact]
    public void FromCt_FinerCt_AveragesDensityAndNotHounsfield()
    {
        // Halves of air and bone: the mean CT number would give soft tissue of 1.17 g/mL.
        var ct = Ct(new(4, 4, 4), 1, n => n % 4 < 2 ? -1000 : 1600);
        var image = VoxelGrid.AxisAligned(new(1, 1, 1), new(4, 4, 4), new(1.5, 1.5, 1.5));

        DensityMap map = DensityMap.FromCt(ct, image, HounsfieldToDensity.Schneider2000, Reference);

        Assert.Equal((0.00121 + 1.9642) / 2, map.GramPerMl.Values[0], 1e-4);
        Assert.Equal(1, map.CoveredFraction, 12);
        Assert.Empty(map.Warnings);
    }

    [Fact]
    public void FromCt_HalfCovered_TakesTheAskedDensityThereAndSaysSo()
    {
        var ct = Ct(new(2, 2, 2), 2, _ => 0);
        var image = VoxelGrid.AxisAligned(new(2, 1, 1), new(4, 4, 4), new(1, 1, 1));

        DensityMap map = DensityMap.FromCt(ct, image, HounsfieldToDensity.Schneider2000, Reference);

        Assert.Equal(1.018, map.GramPerMl.Values[0], 1e-6);
        Assert.Equal(1.05, map.GramPerMl.Values[1], 1e-6);
        Assert.Equal(0.5, map.CoveredFraction, 12);
        Assert.Equal("ct-partial", Assert.Single(map.Warnings).Code);
    }

    [Fact]
    public void FromCt_Elsewhere_IsRefused()
    {
        var ct = Ct(new(2, 2, 2), 2, _ => 0);
        var image = VoxelGrid.AxisAligned(new(1, 1, 1), new(4, 4, 4), new(500, 0, 0));

        Assert.Throws<InvalidInputException>(() => DensityMap.FromCt(ct, image, HounsfieldToDensity.Schneider2000, Reference));
    }

    [Fact]
    public void ContrastWarning_EnhancedLiver_WarnsWithTheSizeOfTheError()
    {
        Assert.Null(HounsfieldToDensity.Schneider2000.ContrastWarning(58));
        Assert.Contains("5 % high", HounsfieldToDensity.Schneider2000.ContrastWarning(100)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_WithoutItsProvenance_IsRefused()
    {
        byte[] table = "hounsfield,gramPerMl\n-1000,0.001\n0,1\n"u8.ToArray();
        byte[] source = """{"file":"my.csv","title":"t","author":"a","method":"m","uncertainty":"u","licence":"l","sha256":"00","columns":[{"name":"hounsfield","unit":"HU","meaning":""}]}"""u8.ToArray();

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => PhysicsTable.FromBytes("my.csv", table, source));
        Assert.Contains("sha256", error.Message, StringComparison.Ordinal);
    }

    private static Volume Ct(Size3 size, double spacingMm, Func<int, float> hounsfield) =>
        new(VoxelGrid.AxisAligned(size, new(spacingMm, spacingMm, spacingMm)), [.. Enumerable.Range(0, (int)size.Count).Select(hounsfield)]);
}
