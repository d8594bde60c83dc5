using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Tests.Host.Reports;

public class ColorMapTests
{
    // matplotlib 3.x, cm.viridis and cm.inferno at 0, 1/4, 1/2, 3/4, 1. The polynomials are fits: 8 of 255 is their worst step there.
    [Theory]
    [InlineData("viridis", 0.0, 68, 1, 84)]
    [InlineData("viridis", 0.25, 59, 82, 139)]
    [InlineData("viridis", 0.5, 33, 145, 140)]
    [InlineData("viridis", 0.75, 94, 201, 98)]
    [InlineData("viridis", 1.0, 253, 231, 37)]
    [InlineData("inferno", 0.0, 0, 0, 4)]
    [InlineData("inferno", 0.25, 87, 16, 110)]
    [InlineData("inferno", 0.5, 188, 55, 84)]
    [InlineData("inferno", 0.75, 249, 142, 9)]
    [InlineData("inferno", 1.0, 252, 255, 164)]
    public void At_KnownShares_IsNearTheOriginal(string name, double share, int r, int g, int b)
    {
        ColorMap map = name == "viridis" ? ColorMap.Viridis : ColorMap.Inferno;

        (byte red, byte green, byte blue) = map.At(share);

        Assert.InRange(red, r - 8, r + 8);
        Assert.InRange(green, g - 8, g + 8);
        Assert.InRange(blue, b - 8, b + 8);
    }

    [Fact]
    public void Table_Lightness_RisesAllTheWay()
    {
        foreach (ColorMap map in new[] { ColorMap.Viridis, ColorMap.Inferno })
        {
            double[] lightness = [.. Enumerable.Range(0, 256).Select(i => (0.2126 * map.Table[3 * i]) + (0.7152 * map.Table[(3 * i) + 1]) + (0.0722 * map.Table[(3 * i) + 2]))];
            for (int i = 8; i < 256; i += 8)
            {
                Assert.True(lightness[i] > lightness[i - 8], $"{map.Name} at {i}");
            }
        }
    }
}
