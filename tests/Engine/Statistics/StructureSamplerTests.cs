using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class StructureSamplerTests
{
    private static readonly Mat3 Turned = new(new(0.8, 0.6, 0), new(-0.6, 0.8, 0), new(0, 0, -1));

    [Fact]
    public void Sample_CoincidingGrids_TakesTheVoxelsThemselves()
    {
        var grid = VoxelGrid.AxisAligned(new(4, 3, 2), new(2, 2, 3), new(-7.3, 0.1, 4));
        float[] values = [.. Enumerable.Range(0, 24).Select(n => (float)n)];

        StructureSamples samples = StructureSampler.Sample(TestSamples.Box(grid, 1, 1, 0, 2, 2, 1), grid, [values, values]);

        Assert.Equal([5, 6, 9, 10, 17, 18, 21, 22], samples.Values(1).ToArray().Order());
        Assert.Equal(8 * 0.012, samples.WeightMl, 12);
        Assert.Equal(1, samples.CoveredFraction);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(2.0000001, 1, 1, 2)]
    [InlineData(2.1, 0.5, 4, 12)]
    public void PartsPerAxis_SpacingRatios_RoundUp(double x, double y, double z, int parts) =>
        Assert.Equal(parts, StructureSampler.PartsPerAxis(
            VoxelGrid.AxisAligned(new(1, 1, 1), new(x, y, z)), VoxelGrid.AxisAligned(new(9, 9, 9), new(1, 1, 1))).Count);

    [Fact]
    public void PartsPerAxis_SagittalStructure_ComparesAxesThatPointTheSameWay()
    {
        var sagittal = new VoxelGrid(new(1, 1, 1), new(1, 1, 6), default, new(new(0, 1, 0), new(0, 0, 1), new(1, 0, 0)));
        var axial = VoxelGrid.AxisAligned(new(9, 9, 9), new(2, 1, 0.5));

        Assert.Equal(new Size3(1, 2, 3), StructureSampler.PartsPerAxis(sagittal, axial));
    }

    [Fact]
    public void Sample_ObliqueGridInLinearField_ReproducesTheField()
    {
        // Trilinear interpolation is exact for a field that is linear in position, wherever the structure's grid lies in the image.
        var image = new VoxelGrid(new(40, 40, 30), new(2, 2.5, 3), new(-30, -35, 40), Turned);
        var grid = new VoxelGrid(new(6, 5, 4), new(3, 1.3, 5), new(-9, 12, 3), new(new(0, 1, 0), new(0.6, 0, 0.8), new(0.8, 0, -0.6)));
        static double Dose(Vec3 p) => 100 + (1.5 * p.X) - (0.7 * p.Y) + (0.3 * p.Z);
        Structure structure = TestSamples.Box(grid, 0, 0, 0, 5, 4, 3);

        StructureSamples samples = StructureSampler.Sample(structure, image, [TestSamples.Field(image, Dose)]);

        Assert.Equal(1, samples.CoveredFraction, 12);
        // The mean of a linear field is its value at the centre of the box.
        Assert.Equal(Dose(grid.IndexToPoint.Apply(new(2.5, 2, 1.5))), samples.Mean(0)!.Value, 4);
        Size3 parts = StructureSampler.PartsPerAxis(grid, image);
        Assert.Equal(120 * parts.Count, samples.Count);
        Vec3 first = grid.IndexToPoint.Apply(new((0.5 / parts.X) - 0.5, (0.5 / parts.Y) - 0.5, (0.5 / parts.Z) - 0.5));
        Assert.Equal(Dose(first), samples.Values(0)[0], 4);
    }

    [Fact]
    public void Sample_BeyondTheEdge_ClampsHalfAVoxelAndLeavesTheRestOut()
    {
        // Image voxels of 2 mm centred at 0, 2, 4, 6: faces at -1 and 7. Structure voxels of 1 mm centred at -2.5 ... 7.5.
        var image = VoxelGrid.AxisAligned(new(4, 1, 1), new(2, 2, 2));
        var grid = VoxelGrid.AxisAligned(new(11, 1, 1), new(1, 1, 1), new(-2.5, 0, 0));
        Structure structure = TestSamples.Box(grid, 0, 0, 0, 10, 0, 0);

        StructureSamples samples = StructureSampler.Sample(structure, image, [[10, 20, 30, 40]]);

        Assert.Equal([10, 12.5f, 17.5f, 22.5f, 27.5f, 32.5f, 37.5f, 40], samples.Values(0).ToArray());
        Assert.Equal(8 / 11.0, samples.CoveredFraction, 12);
        Assert.Equal(0.011, samples.VolumeMl, 12);
    }

    [Fact]
    public void Sample_PartlyCoveredVoxels_WeighsByCoverage()
    {
        StructureSamples samples = TestSamples.Of([10, 40], [1, 0.5f]);

        Assert.Equal(20, samples.Mean(0)!.Value, 12);
        Assert.Equal(0.0015, samples.VolumeMl, 12);
        Assert.Equal(1, samples.CoveredFraction);
        Assert.Equal(0.03, samples.Integral(0)!.Value, 12);
    }

    [Fact]
    public void Sample_StructureOutsideTheImage_HasNoSamples()
    {
        var grid = VoxelGrid.AxisAligned(new(3, 3, 3), new(1, 1, 1), new(100, 0, 0));
        var image = VoxelGrid.AxisAligned(new(3, 3, 3), new(1, 1, 1));

        StructureSamples samples = StructureSampler.Sample(TestSamples.Box(grid, 0, 0, 0, 2, 2, 2), image, [new float[27]]);

        Assert.Equal(0, samples.Count);
        Assert.Equal(0, samples.CoveredFraction);
        Assert.Null(samples.Mean(0));
        Assert.Null(samples.Integral(0));
    }

    [Fact]
    public void Sample_SingleSliceImage_InterpolatesInPlane()
    {
        var image = VoxelGrid.AxisAligned(new(2, 2, 1), new(1, 1, 4));
        var grid = VoxelGrid.AxisAligned(new(1, 1, 1), new(1, 1, 1), new(0.5, 0.5, 1.5));

        StructureSamples samples = StructureSampler.Sample(TestSamples.Box(grid, 0, 0, 0, 0, 0, 0), image, [[0, 1, 2, 3]]);

        Assert.Equal([1.5f], samples.Values(0).ToArray());
    }

    [Fact]
    public void Sample_ManyChunksPartlyOutside_KeepsOrderAndCounts()
    {
        // Larger than a chunk, and cut in the middle of the second image axis, so that compaction has work to do.
        var grid = VoxelGrid.AxisAligned(new(64, 64, 32), new(1, 1, 1), new(0, 20, 0));
        var image = VoxelGrid.AxisAligned(new(64, 64, 32), new(1, 1, 1));
        float[] values = TestSamples.Field(image, p => p.Y + (100 * p.Z));

        StructureSamples samples = StructureSampler.Sample(TestSamples.Box(grid, 0, 0, 0, 63, 63, 31), image, [values]);

        Assert.Equal(64 * 44 * 32, samples.Count);
        Assert.Equal(44 / 64.0, samples.CoveredFraction, 12);
        Assert.Equal(Enumerable.Range(0, 32).SelectMany(z => Enumerable.Range(20, 44).SelectMany(y => Enumerable.Repeat((float)(y + (100 * z)), 64))), samples.Values(0).ToArray());
    }
}
