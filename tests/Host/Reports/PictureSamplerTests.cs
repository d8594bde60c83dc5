using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Tests.Host.Reports;

public sealed class PictureSamplerTests
{
    private static readonly VoxelGrid Pictures = VoxelGrid.AxisAligned(new(23, 19, 11), new(2.1, 2.2, 2.9), new(-14, -9, 4));

    private static readonly VoxelGrid Image = new(new(17, 15, 9), new(1.7, 2.6, 3.1), new(20, -12, 1), new(new(-1, 0, 0), new(0, 1, 0), new(0, 0, 1)));

    /// <summary>Parallel axes take one way, axes turned by a billionth the other; nothing but rounding is between them.</summary>
    [Fact]
    public void Sample_ParallelAndHardlyTurnedAxes_Agree()
    {
        float[] values = [.. Enumerable.Range(0, (int)Image.Size.Count).Select(n => (float)(n % 17) + (n / 17 % 15) + (n / 255))];

        float[] aligned = PictureSampler.Sample(new Volume(Image, values), Pictures, -5);
        float[] turned = PictureSampler.Sample(new Volume(Turned(Image), values), Pictures, -5);

        Assert.Contains(-5f, aligned);
        Assert.All(aligned.Zip(turned), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Sample_StructureOnParallelAndHardlyTurnedAxes_Agrees()
    {
        byte[] aligned = PictureSampler.Sample(Ball(Image), Pictures);

        Assert.Equal(PictureSampler.Sample(Ball(Turned(Image)), Pictures), aligned);
        Assert.Contains((byte)16, aligned);
        Assert.Contains(aligned, value => value is > 0 and < 16);
    }

    private static Structure Ball(VoxelGrid grid) => Structure.FromCoverage("ball", StructureRole.Tumor, null, grid, n =>
        (new Vec3(n % 17, n / 17 % 15, n / (17 * 15)) - new Vec3(8, 7, 4)).Length < 4.3 ? n % 3 == 0 ? 0.5f : 1 : 0);

    private static VoxelGrid Turned(VoxelGrid grid) => new(grid.Size, grid.SpacingMm, grid.OriginMm, new(
        grid.Direction.ColumnX + new Vec3(0, 1e-9, 0), grid.Direction.ColumnY + new Vec3(1e-9, 0, 1e-9), grid.Direction.ColumnZ));
}
