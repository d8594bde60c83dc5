using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Volumes;

public sealed class VoxelGridTests
{
    private static readonly Mat3 Oblique = new(new(0.8, 0.6, 0), new(-0.6, 0.8, 0), new(0, 0, -1));

    [Fact]
    public void PointToIndex_ObliqueFlippedGrid_UndoesIndexToPoint()
    {
        var grid = new VoxelGrid(new(5, 6, 7), new(1, 2, 3), new(10, -20, 30), Oblique);

        Vec3 index = grid.PointToIndex.Apply(grid.IndexToPoint.Apply(new(1.25, 2.5, 3.75)));

        Assert.True((index - new Vec3(1.25, 2.5, 3.75)).Length < 1e-12);
        Assert.Equal(0.006, grid.VoxelVolumeMl, 12);
    }

    [Fact]
    public void SeenFrom_Translation_MovesOriginAgainstTheTransform()
    {
        // The transform maps dose points to input points; an input that lies 5 mm further along x is met by adding 5 mm.
        var input = VoxelGrid.AxisAligned(new(2, 2, 2), new(1, 1, 1), new(5, 0, 0));

        VoxelGrid seen = input.SeenFrom(new(Mat3.Identity, new(5, 0, 0)));

        Assert.Equal(new Vec3(0, 0, 0), seen.OriginMm);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, -2, 1)]
    public void Constructor_EmptyAxis_Throws(int x, int y, int z) =>
        Assert.Throws<ArgumentException>(() => VoxelGrid.AxisAligned(new(x, y, z), new(1, 1, 1)));
}
