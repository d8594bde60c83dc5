namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Coverage in whole multiples of 2^-32. Sums of whole numbers do not depend on order, so shares of weight, and with them the choice of
/// D_x at a tie, are the same for any number of threads; a float32 coverage above 2^-8 is represented exactly.
/// </summary>
internal static class CoverageTicks
{
    internal const double Size = 1.0 / (1L << 32);

    internal static long Of(float coverage) => Math.Max(1, (long)Math.Round(coverage / Size));

    internal static long Sum(ReadOnlySpan<float> coverages)
    {
        long sum = 0;
        foreach (float coverage in coverages)
        {
            sum += Of(coverage);
        }

        return sum;
    }
}
