using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class HotSpotsTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(50, 40, 30), new(4, 4, 4), new(-100, -80, 10));
    private static readonly Structure Liver = TestSamples.Box(Grid, 5, 10, 5, 24, 29, 24, "Liver", StructureRole.Liver);

    [Fact]
    public void Find_StomachSpot_TellsPlaceShareAndDose()
    {
        float[] activity = Activity(40, 20, 15, 2e6f);

        HotSpot spot = Assert.Single(HotSpots.Find([Liver], Grid, activity, Array.ConvertAll(activity, a => a / 1e5f), new()));

        Assert.True((spot.CentreMm - Grid.IndexToPoint.Apply(new(40, 20, 15))).Length < 1e-9);
        Assert.Equal(27 * 0.064, spot.VolumeMl, 9);
        Assert.Equal(27 * 0.064 * 2, spot.ActivityMBq, 6);
        Assert.Equal(27.0 * 2 / ((27 * 2) + 8000), spot.ActivityShare, 9);
        Assert.Equal(20, spot.MaxGy, 4);
        Warning warning = Assert.Single(HotSpots.Warnings([spot], new()));
        Assert.Equal(HotSpots.Code, warning.Code);
        Assert.Contains("(60, 0, 70) mm", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, 2e6f)] // 3 to 5 voxels, 12 to 20 mm beyond the liver: its near voxels are cleared, the rest holds too little
    [InlineData(40, 0.2e6f)] // below a quarter of the liver's concentration
    public void Find_NearOrFaint_FindsNothing(int x, float bqPerMl) =>
        Assert.DoesNotContain(
            HotSpots.Find([Liver], Grid, Activity(x, 20, 15, bqPerMl), new float[Grid.Size.Count], new()), spot => spot.VolumeMl > 27 * 0.064 / 2);

    [Fact]
    public void Find_SpotInTheLung_IsLungNotHotSpot()
    {
        Structure lung = TestSamples.Box(Grid, 36, 16, 10, 44, 24, 20, "Lung", StructureRole.Lung);

        Assert.Empty(HotSpots.Find([Liver, lung], Grid, Activity(40, 20, 15, 2e6f), new float[Grid.Size.Count], new()));
    }

    [Fact]
    public void Find_NoLiver_SaysNothing() =>
        Assert.Empty(HotSpots.Find([], Grid, Activity(40, 20, 15, 2e6f), new float[Grid.Size.Count], new()));

    private static float[] Activity(int x, int y, int z, float bqPerMl)
    {
        float[] activity = new float[Grid.Size.Count];
        for (int n = 0; n < activity.Length; n++)
        {
            (int i, int j, int k) = (n % Grid.Size.X, n / Grid.Size.X % Grid.Size.Y, n / (Grid.Size.X * Grid.Size.Y));
            bool inLiver = i is >= 5 and <= 24 && j is >= 10 and <= 29 && k is >= 5 and <= 24;
            bool inSpot = Math.Abs(i - x) <= 1 && Math.Abs(j - y) <= 1 && Math.Abs(k - z) <= 1;
            activity[n] = inSpot ? bqPerMl : inLiver ? 1e6f : 0;
        }

        return activity;
    }
}
