using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Value by value; a product or a quotient has one correctly rounded result, so the vector width does not matter.</summary>
internal static class Elementwise
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        int n = 0;
        for (; n <= source.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            (factor * new Vector<float>(source[n..])).CopyTo(target[n..]);
        }

        for (; n < source.Length; n++)
        {
            target[n] = factor * source[n];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyBy(ReadOnlySpan<float> source, ReadOnlySpan<float> map, Span<float> target)
    {
        int n = 0;
        for (; n <= source.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            (new Vector<float>(source[n..]) * new Vector<float>(map[n..])).CopyTo(target[n..]);
        }

        for (; n < source.Length; n++)
        {
            target[n] = source[n] * map[n];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Divide(ReadOnlySpan<float> source, float factor, ReadOnlySpan<float> divisor, Span<float> target)
    {
        int n = 0;
        for (; n <= source.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            (factor * new Vector<float>(source[n..]) / new Vector<float>(divisor[n..])).CopyTo(target[n..]);
        }

        for (; n < source.Length; n++)
        {
            target[n] = factor * source[n] / divisor[n];
        }
    }

    /// <summary>Moments of a piece; eight double sums side by side for any vector width, so that the result is the same on any machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ArrayMoments Moments(ReadOnlySpan<float> values)
    {
        const int lanes = 8;
        int whole = values.Length / lanes * lanes;
        var sum = Vector512<double>.Zero;
        var negative = Vector512<double>.Zero;
        var least = Vector256.Create(float.PositiveInfinity);
        var most = Vector256.Create(float.NegativeInfinity);
        for (int n = 0; n < whole; n += lanes)
        {
            var v = Vector256.Create(values[n..]);
            (var low, var high) = Vector256.Widen(v);
            var wide = Vector512.Create(low, high);
            sum += wide;
            negative += Vector512.Min(wide, Vector512<double>.Zero);
            least = Vector256.Min(least, v);
            most = Vector256.Max(most, v);
        }

        double total = 0, below = 0, min = double.PositiveInfinity, max = double.NegativeInfinity;
        for (int lane = 0; lane < lanes; lane++)
        {
            total += sum[lane];
            below += negative[lane];
            min = Math.Min(min, least[lane]);
            max = Math.Max(max, most[lane]);
        }

        foreach (float value in values[whole..])
        {
            total += value;
            below += Math.Min(value, 0);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new(total, below, min, max);
    }
}
