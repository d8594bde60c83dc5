using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>Sums and extremes.</summary>
public static class Reduction
{
    /// <summary>Floats that <see cref="Moments"/> writes for each thread: sum and its remainder, negative sum and its remainder, least, most.</summary>
    public const int MomentFloats = 6;

    /// <summary>
    /// Moments of every <c>threads</c>-th value from the thread's number on. Sums are kept as value and remainder (two-sum), which is
    /// exact to 48 bits; the host adds them in double.
    /// </summary>
    public static void Moments(Index1D thread, ArrayView<float> source, ArrayView<float> partial, int threads)
    {
        float sum = 0f;
        float rest = 0f;
        float negative = 0f;
        float negativeRest = 0f;
        float least = source[thread.X];
        float most = least;
        for (long n = thread.X; n < source.Length; n += threads)
        {
            float value = source[n];
            float next = sum + value;
            float back = next - sum;
            rest += (sum - (next - back)) + (value - back);
            sum = next;
            float below = IntrinsicMath.Min(value, 0f);
            next = negative + below;
            back = next - negative;
            negativeRest += (negative - (next - back)) + (below - back);
            negative = next;
            least = IntrinsicMath.Min(least, value);
            most = IntrinsicMath.Max(most, value);
        }

        int at = MomentFloats * thread.X;
        partial[at] = sum;
        partial[at + 1] = rest;
        partial[at + 2] = negative;
        partial[at + 3] = negativeRest;
        partial[at + 4] = least;
        partial[at + 5] = most;
    }
}
