using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class SampleGathererTests
{
    /// <summary>Finer and coarser voxels, flipped axes, and structures that reach beyond the image: to the bit what each position gives by itself.</summary>
    [Theory]
    [InlineData(0.8, 1)]
    [InlineData(0.8, -1)]
    [InlineData(3.1, 1)]
    [InlineData(5.3, -1)]
    public void Sample_ParallelAxes_GivesTheBitsOfEachPosition(double spacingMm, int sign)
    {
        var image = new VoxelGrid(new(21, 17, 13), new(2.3, 2.3, 2.8), new(-20, 3, 11), new(new(sign, 0, 0), new(0, 1, 0), new(0, 0, sign)));
        float[] values = [.. Enumerable.Range(0, (int)image.Size.Count).Select(n => (float)Math.Sin(n))];
        Vec3 centre = image.IndexToPoint.Apply(new(4, 14, 10));
        int width = (int)(30 / spacingMm);
        var grid = VoxelGrid.AxisAligned(new(width, width, width), new(spacingMm, 1.1 * spacingMm, 0.9 * spacingMm), centre - new Vec3(15, 15, 15));
        Structure structure = TestSamples.Sphere(grid, centre, 12);

        using StructureSamples samples = StructureSampler.Sample(structure, image, [values, values]);

        Size3 parts = StructureSampler.PartsPerAxis(grid, image);
        AffineTransform toImage = image.PointToIndex.After(grid.IndexToPoint);
        Vec3[] offsets = Array.ConvertAll(SubPositions.Centres(parts).Offsets, offset => toImage.Matrix * offset);
        var lattice = new ImageLattice(image.Size);
        var expected = new List<float>();
        foreach (CoverageRun run in structure.Runs)
        {
            int line = run.Start / width;
            Vec3 row = toImage.Apply(new(0, line % width, line / width));
            for (int x = run.Start % width; x < (run.Start % width) + run.Length; x++)
            {
                foreach (Vec3 offset in offsets)
                {
                    if (lattice.TryLocate(row + (x * toImage.Matrix.ColumnX) + offset, out LatticePoint point))
                    {
                        expected.Add((float)point.Of(values));
                    }
                }
            }
        }

        Assert.Equal(expected, samples.Values(0).ToArray());
        Assert.Equal(expected, samples.Values(1).ToArray());
        using StructureSamples places = StructureSampler.Sample(structure, image, []);
        Assert.Equal(expected.Count, places.Count);
        Assert.InRange(places.CoveredFraction, 0.3, 0.99);
    }
}
