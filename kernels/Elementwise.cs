using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Value by value. A thread takes <c>chunk</c> neighbouring values: 1 on GPUs, a long run on a CPU.</summary>
public static class Elementwise
{
    /// <summary>target[n] = factor source[n].</summary>
    public static void Multiply(Index1D thread, ArrayView<float> source, float factor, ArrayView<float> target, int chunk)
    {
        long end = IntrinsicMath.Min((thread.X + 1L) * chunk, target.Length);
        for (long n = (long)thread.X * chunk; n < end; n++)
        {
            target[n] = factor * source[n];
        }
    }

    /// <summary>target[n] = source[n] map[n].</summary>
    public static void MultiplyBy(
        Index1D thread, ArrayView<float> source, ArrayView<float> map, ArrayView<float> target, int chunk)
    {
        long end = IntrinsicMath.Min((thread.X + 1L) * chunk, target.Length);
        for (long n = (long)thread.X * chunk; n < end; n++)
        {
            target[n] = source[n] * map[n];
        }
    }

    /// <summary>target[n] = factor source[n] / divisor[n].</summary>
    public static void Divide(
        Index1D thread, ArrayView<float> source, float factor, ArrayView<float> divisor, ArrayView<float> target, int chunk)
    {
        long end = IntrinsicMath.Min((thread.X + 1L) * chunk, target.Length);
        for (long n = (long)thread.X * chunk; n < end; n++)
        {
            target[n] = factor * source[n] / divisor[n];
        }
    }
}
