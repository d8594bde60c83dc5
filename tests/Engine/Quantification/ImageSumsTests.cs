using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Quantification;

public sealed class ImageSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Of_AnyNumberOfSlices_IsTheSumOfEachSlicesSum(int slices)
    {
        var grid = VoxelGrid.AxisAligned(new(11, 9, slices), new(1, 1, 1));
        float[] values = [.. Enumerable.Range(0, (int)grid.Size.Count).Select(n => (float)(1e4 * Math.Sin(n * n)))];

        ImageSums sums = ImageSums.Of(new(grid, values));

        (double positive, double negative) = (0, 0);
        foreach (float[] slice in values.Chunk(11 * 9))
        {
            (double above, double below) = (0, 0);
            foreach (float value in slice)
            {
                above += Math.Max(value, 0);
                below += Math.Min(value, 0);
            }

            (positive, negative) = (positive + above, negative + below);
        }

        Assert.Equal(new(positive, negative), sums);
    }
}
