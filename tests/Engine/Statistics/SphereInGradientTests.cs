using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>A sphere of 20 mm radius in the dose 100 + 50 z / R, voxels of 1 mm: D_x has a closed form.</summary>
public sealed class SphereInGradientTests
{
    private static readonly double[] ClosedForm = [58.404, 63.535, 86.326, 100, 136.465, 141.596];

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 0.5, 0.5)]
    [InlineData(0.25, 0.1, 0.4)]
    [InlineData(0.1, 0.3, 0.2)]
    [InlineData(0.4, 0.2, 0.35)]
    public void Compute_AnyPlaceOfTheCentre_IsNearTheClosedFormAndCoversTheDifference(double dx, double dy, double dz)
    {
        const double radius = 20;
        var grid = VoxelGrid.AxisAligned(new(50, 50, 50), new(1, 1, 1), new(-25, -25, -25));
        Vec3 centre = new(dx, dy, dz);
        float[] dose = TestSamples.Field(grid, p => 100 + (50 * (p.Z - dz) / radius));
        Structure sphere = TestSamples.Sphere(grid, centre, radius);

        DoseStatistics s = DoseStatisticsCalculator.Compute(StructureSampler.Sample(sphere, grid, [dose]), 0, null, 64.04);
        double discretisationGy = Discretisation.EstimateGy(sphere, grid, [dose], [s])[0]!.Value;

        double[] found = [s.D98Gy!.Value, s.D95Gy!.Value, s.D70Gy!.Value, s.D50Gy!.Value, s.D5Gy!.Value, s.D2Gy!.Value];
        for (int n = 0; n < found.Length; n++)
        {
            Assert.InRange(found[n] / ClosedForm[n], 0.98, 1.02);
            Assert.True(Math.Abs(found[n] - ClosedForm[n]) <= discretisationGy, $"{found[n]} against {ClosedForm[n]}, discretisation {discretisationGy}");
        }
    }
}
