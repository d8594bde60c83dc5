using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class CumulativeBedTests
{
    private static readonly RadiobiologyParameters Liver = RadiobiologyParameters.Liver;

    [Fact]
    public void Sum_TwoTreatmentsOnDifferentGrids_AddsTheirBedVoxelByVoxel()
    {
        var now = VoxelGrid.AxisAligned(new(8, 8, 8), new(2, 2, 2));
        var earlier = VoxelGrid.AxisAligned(new(5, 5, 5), new(4, 4, 4), new(-1, -1, -1));
        TreatmentDose first = new("first", new(earlier, TestSamples.Field(earlier, p => 30 + p.X)), 64.1);
        TreatmentDose second = new("second", new(now, TestSamples.Field(now, p => 20 + p.Z)), 64.1);

        (Volume bed, IReadOnlyList<double> covered) = CumulativeBed.Sum(now, [first, second], [], Liver);

        Vec3 at = now.IndexToPoint.Apply(new(3, 1, 5));
        double expected = Radiobiology.BedGy(30 + at.X, 64.1, Liver) + Radiobiology.BedGy(20 + at.Z, 64.1, Liver);
        Assert.Equal(expected, bed.Values[3 + (8 * (1 + (8 * 5)))], 3);
        Assert.Equal([1.0, 1.0], covered);
    }

    [Fact]
    public void Sum_EarlierImageThatEndsInside_AddsNothingBeyondAndTellsTheShare()
    {
        var now = VoxelGrid.AxisAligned(new(10, 1, 1), new(1, 1, 1));
        var earlier = VoxelGrid.AxisAligned(new(4, 1, 1), new(1, 1, 1));
        TreatmentDose first = new("first", new(earlier, [10, 10, 10, 10]), 64.1);

        (Volume bed, IReadOnlyList<double> covered) = CumulativeBed.Sum(now, [first], [], Liver);

        Assert.Equal(0.4, Assert.Single(covered), 12);
        Assert.Equal(0, bed.Values[4]);
        Assert.True(bed.Values[3] > 10);
    }

    [Fact]
    public void Sum_EarlierMeanOrganDose_AddsTheBedOfThatMeanEverywhere()
    {
        var now = VoxelGrid.AxisAligned(new(2, 2, 2), new(1, 1, 1));

        (Volume bed, _) = CumulativeBed.Sum(now, [], [new("177Lu, 4 cycles", 8, 51)], Liver);

        Assert.All(bed.Values, value => Assert.Equal(Radiobiology.BedGy(8, 51, Liver), value, 4));
    }
}
