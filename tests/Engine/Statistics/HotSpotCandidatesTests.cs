using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class HotSpotCandidatesTests
{
    private const double MarginMm = 15;

    /// <summary>Anisotropic voxels, a structure of scattered balls that the image's edge cuts, and a second one on a grid of its own.</summary>
    [Fact]
    public void Clear_ScatteredStructures_LeavesWhatDistancesLeave()
    {
        var image = VoxelGrid.AxisAligned(new(60, 45, 30), new(2, 3.5, 5));
        Structure balls = Structure.FromCoverage("balls", StructureRole.Liver, null, image, n =>
        {
            Vec3 at = image.IndexToPoint.Apply(new(n % 60, n / 60 % 45, n / (60 * 45)));
            return (at - new Vec3(10, 20, 30)).Length < 12 || (at - new Vec3(70, 60, 100)).Length < 7 || (at - new Vec3(118, 150, 145)).Length < 9 ? 1 : 0.4f * (n % 2);
        });
        var other = VoxelGrid.AxisAligned(new(20, 20, 20), new(1.5, 1.5, 1.5), new(80, 20, 60));
        Structure box = TestSamples.Box(other, 3, 2, 5, 15, 17, 18, "box", StructureRole.Lung);
        float[] values = [.. Enumerable.Range(0, (int)image.Size.Count).Select(n => (n * 7919) % 11)];
        var candidates = new HotSpotCandidates(image, values, 3);

        candidates.Clear([balls, box], MarginMm);

        var whole = new IndexBox(0, 0, 0, 60, 45, 30);
        float[] fromBalls = DistanceField.OutsideMm(CoverageField.Of(balls), whole);
        float[] fromBox = DistanceField.OutsideMm(CoverageField.Of(box).Onto(image), whole);
        int[] expected = [.. Enumerable.Range(0, values.Length).Where(n => values[n] >= 3 && fromBalls[n] > MarginMm && fromBox[n] > MarginMm)];
        var found = new List<int>();
        for (int n = candidates.Next(0); n >= 0; n = candidates.Next(n))
        {
            Assert.True(candidates.Take(n));
            found.Add(n);
        }

        Assert.Equal(expected, found);
        Assert.InRange(found.Count, 1000, values.Count(value => value >= 3) - 1000);
    }
}
