using VoxelDose.Engine.Physics;

namespace VoxelDose.Tests.Engine.Physics;

public sealed class FixedRowsTests
{
    /// <summary>Every length of the vectors' ends: each sum is that of one product after the other, to the bit.</summary>
    [Fact]
    public void Combine_AnyLength_IsTheSumInOrder()
    {
        var random = new Random(5);
        for (int length = 1; length <= 41; length++)
        {
            int pitch = length + 3;
            double[] rows = [.. Enumerable.Range(0, 7 * pitch).Select(_ => random.NextDouble() - 0.5)];
            int[] places = [1, 2, 4, 6];
            double[] factors = [.. places.Select(_ => random.NextDouble() - 0.5)];
            double[] target = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
            double[] expected = [.. target];
            for (int i = 0; i < length; i++)
            {
                for (int n = 0; n < places.Length; n++)
                {
                    expected[i] += factors[n] * rows[(places[n] * pitch) + i];
                }
            }

            FixedRows.Combine(factors, places, rows, pitch, target);

            Assert.Equal(expected, target);
        }
    }
}
