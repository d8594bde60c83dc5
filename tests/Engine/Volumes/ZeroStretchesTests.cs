using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Volumes;

public sealed class ZeroStretchesTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(5000, 1)]
    [InlineData(20_000, 9000)]
    [InlineData(39_999, 1)]
    public void NextOther_OneStretch_HoldsItAndFewZeros(int start, int length)
    {
        float[] values = new float[40_000];
        Array.Fill(values, -0f, start, length);

        (int found, int count) = ZeroStretches.NextOther(values, 0);

        Assert.InRange(found, start - 1024, start);
        Assert.InRange(found + count, start + length, start + length + 1024);
        Assert.Equal((40_000, 0), ZeroStretches.NextOther(values, found + count));
    }

    [Fact]
    public void NextOther_NothingButZeros_EndsAtOnce() => Assert.Equal((3000, 0), ZeroStretches.NextOther(new float[3000], 0));
}
