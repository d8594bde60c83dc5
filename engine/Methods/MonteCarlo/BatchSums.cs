namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Sums over batches from which means and their uncertainties come. Batches may differ in size.</summary>
internal sealed class BatchSums(int voxels)
{
    private const int Block = 1 << 16;
    private readonly long[] sums = new long[voxels];
    private readonly double[] squares = new double[voxels];

    internal long Histories { get; private set; }

    internal int Batches { get; private set; }

    /// <summary>Adds a batch.</summary>
    internal void Add(long[] tally, long histories)
    {
        Histories += histories;
        Batches++;
        Parallel.For(0, (sums.Length + Block - 1) / Block, block =>
        {
            int end = (int)Math.Min(sums.LongLength, (block + 1L) * Block);
            for (int voxel = block * Block; voxel < end; voxel++)
            {
                long value = tally[voxel];
                if (value != 0)
                {
                    sums[voxel] += value;
                    squares[voxel] += (double)value * value / histories;
                }
            }
        });
    }

    /// <summary>Energy deposited in all voxels by all histories, tally units.</summary>
    internal double Total()
    {
        long sum = 0;
        foreach (long value in sums)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Mean per history, tally units.</summary>
    internal double Mean(int voxel) => (double)sums[voxel] / Histories;

    /// <summary>Variance of that mean, from the spread of the batches.</summary>
    internal double Variance(int voxel)
    {
        double sum = sums[voxel];
        return Math.Max(0, squares[voxel] - (sum * sum / Histories)) / ((Batches - 1.0) * Histories);
    }

    /// <summary>Root mean square uncertainty of some voxels over their mean.</summary>
    internal double RelativeUncertainty(int[] which)
    {
        double mean = 0;
        double variance = 0;
        foreach (int voxel in which)
        {
            mean += Mean(voxel);
            variance += Variance(voxel);
        }

        return Math.Sqrt(variance * which.Length) / mean;
    }
}
