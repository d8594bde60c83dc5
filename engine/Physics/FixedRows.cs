using System.Runtime.Intrinsics;

namespace VoxelDose.Engine.Physics;

/// <summary>Sums over rows of doubles in vectors of four, whatever a processor has, so that the same rows give the same bits everywhere.</summary>
internal static class FixedRows
{
    private static int Lanes => Vector256<double>.Count;

    /// <summary>Sum of a[n] b[n].</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int n = 0;
        Vector256<double> lanes = Vector256<double>.Zero;
        for (; n <= a.Length - Lanes; n += Lanes)
        {
            lanes += Vector256.Create(a[n..]) * Vector256.Create(b[n..]);
        }

        double sum = Vector256.Sum(lanes);
        for (; n < a.Length; n++)
        {
            sum += a[n] * b[n];
        }

        return sum;
    }

    /// <summary>target[n] += factor source[n].</summary>
    internal static void Add(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        int n = 0;
        for (; n <= source.Length - Lanes; n += Lanes)
        {
            (Vector256.Create<double>(target[n..]) + (factor * Vector256.Create(source[n..]))).CopyTo(target[n..]);
        }

        for (; n < source.Length; n++)
        {
            target[n] += factor * source[n];
        }
    }
}
