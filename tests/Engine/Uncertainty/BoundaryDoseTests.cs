using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Uncertainty;

public sealed class BoundaryDoseTests
{
    [Fact]
    public void MeanGy_SphereInAParaboloid_PredictsTheChangeOfTheMean()
    {
        // D = 100 - r^2 / 4: surface 0.75 x 100 at r = 10, mean 100 - 0.6 r^2 / 4 = 85. d ln mean / d ln V = surface / mean - 1.
        var grid = VoxelGrid.AxisAligned(new(60, 60, 60), new(0.5, 0.5, 0.5), new(-15, -15, -15));
        float[] dose = TestSamples.Field(grid, p => 100 - (Vec3.Dot(p, p) / 4));
        Structure sphere = TestSamples.Sphere(grid, default, 10);

        double surface = BoundaryDose.MeanGy(sphere, grid, [dose])[0]!.Value;

        // Voxel faces lie up to half a voxel beside the sphere: 0.25 mm x 5 Gy/mm at most, and in the mean much less.
        Assert.InRange(surface, 74.3, 75.7);
    }

    [Fact]
    public void MeanGy_BoxOnTheImageEdge_LeavesFacesBeyondTheImageOut()
    {
        var grid = VoxelGrid.AxisAligned(new(4, 4, 4), new(1, 1, 1));
        var far = VoxelGrid.AxisAligned(new(4, 4, 4), new(1, 1, 1), new(50, 0, 0));

        Assert.Equal(7, BoundaryDose.MeanGy(TestSamples.Box(grid, 0, 0, 0, 3, 3, 3), grid, [TestSamples.Field(grid, _ => 7)])[0]!.Value, 9);
        Assert.Null(BoundaryDose.MeanGy(TestSamples.Box(far, 0, 0, 0, 3, 3, 3), grid, [TestSamples.Field(grid, _ => 7)])[0]);
    }
}
