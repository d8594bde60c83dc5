using VoxelDose.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class SelectionTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("equal")]
    [InlineData("few")]
    [InlineData("pipe")]
    public void Smallest_AnyOrder_IsWhatSortingGives(string order)
    {
        var random = new Random(7);
        foreach (int count in new[] { 1, 2, 31, 33, 100, 5000 })
        {
            uint[] keys = [.. Enumerable.Range(0, count).Select(n => order switch
            {
                "random" => (uint)random.Next(),
                "ascending" => (uint)n,
                "descending" => (uint)(count - n),
                "equal" => 7u,
                "few" => (uint)random.Next(3),
                _ => (uint)Math.Min(n, count - n),
            })];
            uint[] sorted = [.. keys.Order()];
            foreach (int place in new[] { 0, count / 3, count / 2, count - 1 })
            {
                Assert.Equal(sorted[place], Selection.Smallest([.. keys], place));
            }
        }
    }
}
