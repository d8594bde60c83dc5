using System.Runtime.InteropServices;
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

    /// <summary>target += sum of factors[n] times row places[n], in the order of n. Row 0 is at the start of <paramref name="rows"/>, the next <paramref name="pitch"/> on.</summary>
    internal static void Combine(ReadOnlySpan<double> factors, ReadOnlySpan<int> places, ReadOnlySpan<double> rows, int pitch, Span<double> target)
    {
        int at = 0;
        for (; at <= target.Length - (4 * Lanes); at += 4 * Lanes)
        {
            Span<double> sums = target.Slice(at, 4 * Lanes);
            Vector256<double> a = Vector256.Create<double>(sums), b = Vector256.Create<double>(sums[Lanes..]), c = Vector256.Create<double>(sums[(2 * Lanes)..]), d = Vector256.Create<double>(sums[(3 * Lanes)..]);
            for (int n = 0; n < factors.Length; n++)
            {
                Vector256<double> factor = Vector256.Create(factors[n]);
                ref double row = ref MemoryMarshal.GetReference(rows.Slice((places[n] * pitch) + at, 4 * Lanes));
                a += factor * Vector256.LoadUnsafe(ref row);
                b += factor * Vector256.LoadUnsafe(ref row, (nuint)Lanes);
                c += factor * Vector256.LoadUnsafe(ref row, (nuint)(2 * Lanes));
                d += factor * Vector256.LoadUnsafe(ref row, (nuint)(3 * Lanes));
            }

            a.CopyTo(sums);
            b.CopyTo(sums[Lanes..]);
            c.CopyTo(sums[(2 * Lanes)..]);
            d.CopyTo(sums[(3 * Lanes)..]);
        }

        for (; at <= target.Length - Lanes; at += Lanes)
        {
            Span<double> sums = target.Slice(at, Lanes);
            Vector256<double> a = Vector256.Create<double>(sums);
            for (int n = 0; n < factors.Length; n++)
            {
                a += factors[n] * Vector256.Create(rows.Slice((places[n] * pitch) + at, Lanes));
            }

            a.CopyTo(sums);
        }

        for (; at < target.Length; at++)
        {
            double sum = target[at];
            for (int n = 0; n < factors.Length; n++)
            {
                sum += factors[n] * rows[(places[n] * pitch) + at];
            }

            target[at] = sum;
        }
    }
}
