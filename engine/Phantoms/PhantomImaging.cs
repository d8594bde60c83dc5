using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>
/// What a scanner makes of true activity: a Gaussian point spread function, and noise whose variance follows the value as in counting. The
/// same bits on every machine: additions and products in a fixed order, no library functions but square roots.
/// </summary>
public static class PhantomImaging
{
    /// <summary>Relative standard deviation of a voxel at the mean of the positive voxels; 90Y PET in liver has about this much.</summary>
    public const double NoiseAtMean = 0.25;

    /// <summary>2 sqrt(2 ln 2), full width at half maximum of a Gaussian over its standard deviation.</summary>
    private const double FwhmPerSigma = 2.3548200450309493;

    /// <summary>Blurs with a Gaussian, cut at four standard deviations; nothing enters from beyond the edges.</summary>
    /// <param name="volume">True values; axes at right angles.</param>
    /// <param name="fwhmMm">Full width at half maximum, mm; 0 leaves the volume as it is.</param>
    public static Volume Blur(Volume volume, double fwhmMm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fwhmMm);
        float[] values = volume.Values;
        Size3 size = volume.Grid.Size;
        int[] strides = [1, size.X, size.X * size.Y];
        for (int axis = 0; axis < 3 && fwhmMm > 0; axis++)
        {
            values = AlongAxis(values, size[axis], strides[axis], Weights(fwhmMm / FwhmPerSigma / volume.Grid.SpacingMm[axis]));
        }

        return new(volume.Grid, values);
    }

    /// <summary>Adds noise of standard deviation <see cref="NoiseAtMean"/> sqrt(value x mean of the positive values); zero stays zero.</summary>
    /// <param name="volume">Values without noise.</param>
    /// <param name="seed">The same seed gives the same noise on every machine.</param>
    public static Volume AddNoise(Volume volume, int seed)
    {
        double sum = 0;
        long count = 0;
        foreach (float value in volume.Values)
        {
            sum += Math.Max(value, 0);
            count += value > 0 ? 1 : 0;
        }

        double mean = count > 0 ? sum / count : 0;
        float[] noisy = new float[volume.Values.Length];
        Parallel.For(0, noisy.Length, n =>
        {
            double value = volume.Values[n];
            noisy[n] = (float)(value + (NoiseAtMean * Math.Sqrt(Math.Max(value, 0) * mean) * Normal(seed, n)));
        });
        return new(volume.Grid, noisy);
    }

    private static float[] AlongAxis(float[] source, int length, int stride, double[] weights)
    {
        float[] target = new float[source.Length];
        int lines = source.Length / length;
        Parallel.For(0, lines, line =>
        {
            int start = (line % stride) + (line / stride * stride * length);
            for (int n = 0; n < length; n++)
            {
                double sum = weights[0] * source[start + (n * stride)];
                for (int d = 1; d < weights.Length; d++)
                {
                    sum += weights[d] * ((n >= d ? source[start + ((n - d) * stride)] : 0f) + (double)(n + d < length ? source[start + ((n + d) * stride)] : 0f));
                }

                target[start + (n * stride)] = (float)sum;
            }
        });
        return target;
    }

    /// <summary>Half of an even profile of sum 1; rounded to 2^-30, so that machines whose exp differs in its last digit agree.</summary>
    private static double[] Weights(double sigmaVoxels)
    {
        const double grid = 1 << 30;
        double[] weights = new double[1 + (int)Math.Ceiling(4 * sigmaVoxels)];
        for (int n = 0; n < weights.Length; n++)
        {
            weights[n] = Math.Exp(-0.5 * n * n / (sigmaVoxels * sigmaVoxels));
        }

        double sum = weights[0] + (2 * weights.Skip(1).Sum());
        for (int n = 1; n < weights.Length; n++)
        {
            weights[n] = Math.Round(weights[n] / sum * grid) / grid;
        }

        weights[0] = 1 - (2 * weights.Skip(1).Sum());
        return weights;
    }

    /// <summary>Sum of twelve uniform numbers less six: mean 0, variance 1, normal to 1 % within three standard deviations.</summary>
    private static double Normal(int seed, int voxel)
    {
        const double uniform = 1.0 / (1L << 53);
        ulong state = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)voxel * 12);
        double sum = -6;
        for (int n = 0; n < 12; n++)
        {
            sum += (Mix(state + (ulong)n) >> 11) * uniform;
        }

        return sum;
    }

    /// <summary>SplitMix64's output function (Steele 2014, DOI 10.1145/2660193.2660195) of a counter.</summary>
    private static ulong Mix(ulong counter)
    {
        ulong z = (counter + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
