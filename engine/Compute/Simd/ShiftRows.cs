using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Floats = System.Runtime.Intrinsics.Vector512<float>;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The last step of a separable convolution, along x, with 512-bit vectors and kernels that reach a few voxels: the sums of <see cref="SpreadRows{TVectors, TVector}"/> in the same order, but
/// products stay in registers and are shifted there.
/// </summary>
internal static unsafe class ShiftRows
{
    /// <summary>How far a kernel may reach along x: products of two neighbours at each distance wait in registers.</summary>
    internal const int MostRadius = 5;

    /// <summary>Zeros, at least, on either side of a row of a source.</summary>
    internal const int Margin = 2 * Lanes;

    private const int Lanes = 16;

    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>
    /// target[x] = (accumulate ? target[x] : delta original[x]) + sum over terms of w[0][k] source[k][x] and, over d, of w[d][k] (source[k][x - d] + source[k][x + d]);
    /// meanwhile asks for the row next, soon, and the rows ahead and shared, later. Sources are zero before first and from end on.
    /// </summary>
    internal static void SumX<TTerms>(
        int radius, float* source, nint pitch, nint first, nint end, float* w, float delta, float* original, bool accumulate, float* target, nint width, float* ahead, float* shared, float* next)
        where TTerms : ICount
    {
        switch (radius)
        {
            case 1:
                SumX<TTerms, Count1>(source, pitch, first, end, w, delta, original, accumulate, target, width, ahead, shared, next);
                break;
            case 2:
                SumX<TTerms, Count2>(source, pitch, first, end, w, delta, original, accumulate, target, width, ahead, shared, next);
                break;
            case 3:
                SumX<TTerms, Count3>(source, pitch, first, end, w, delta, original, accumulate, target, width, ahead, shared, next);
                break;
            case 4:
                SumX<TTerms, Count4>(source, pitch, first, end, w, delta, original, accumulate, target, width, ahead, shared, next);
                break;
            default:
                SumX<TTerms, Count5>(source, pitch, first, end, w, delta, original, accumulate, target, width, ahead, shared, next);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumX<TTerms, TRadius>(
        float* source, nint pitch, nint first, nint end, float* w, float delta, float* original, bool accumulate, float* target, nint width, float* ahead, float* shared, float* next)
        where TTerms : ICount
        where TRadius : ICount
    {
        // What comes to a vector from the left waits in l, products that go to the vector before and the one after in p.
        Floats l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        if (first < 0)
        {
            Products<TTerms, TRadius>(source - Lanes, pitch, w, out _, out l1, out l2, out l3, out l4, out l5);
        }

        Products<TTerms, TRadius>(source, pitch, w, out Floats sum, out Floats p1, out Floats p2, out Floats p3, out Floats p4, out Floats p5);
        l1 = Shift(l1, p1, Lanes - 1);
        l2 = TRadius.Value > 1 ? Shift(l2, p2, Lanes - 2) : l1;
        l3 = TRadius.Value > 2 ? Shift(l3, p3, Lanes - 3) : l1;
        l4 = TRadius.Value > 3 ? Shift(l4, p4, Lanes - 4) : l1;
        l5 = TRadius.Value > 4 ? Shift(l5, p5, Lanes - 5) : l1;
        Floats weight = Vector512.Create(delta);
        nint x = 0;
        nint inside = Math.Min(width, end - 1) - Lanes;
        for (; x <= inside; x += Lanes)
        {
            Prefetch.Far(ahead + x, Lanes);
            Prefetch.Far(shared + x, Lanes);
            Prefetch.Near(next + x, Lanes);
            Products<TTerms, TRadius>(source + x + Lanes, pitch, w, out Floats n0, out Floats n1, out Floats n2, out Floats n3, out Floats n4, out Floats n5);
            Add<TRadius>(n1, n2, n3, n4, n5, ref sum, ref l1, ref l2, ref l3, ref l4, ref l5, ref p1, ref p2, ref p3, ref p4, ref p5);
            sum = accumulate ? sum + Vector512.Load(target + x) : Vector512.MultiplyAddEstimate(weight, Vector512.Load(original + x), sum);
            sum.Store(target + x);
            sum = n0;
        }

        for (; x < width; x += Lanes)
        {
            Floats n0 = default, n1 = default, n2 = default, n3 = default, n4 = default, n5 = default;
            if (x + Lanes < end)
            {
                Products<TTerms, TRadius>(source + x + Lanes, pitch, w, out n0, out n1, out n2, out n3, out n4, out n5);
            }

            Floats wanted = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)Math.Min(Lanes, width - x))).AsSingle();
            Add<TRadius>(n1, n2, n3, n4, n5, ref sum, ref l1, ref l2, ref l3, ref l4, ref l5, ref p1, ref p2, ref p3, ref p4, ref p5);
            sum = accumulate
                ? sum + Avx512F.MaskLoad(target + x, wanted, default)
                : Vector512.MultiplyAddEstimate(weight, Avx512F.MaskLoad(original + x, wanted, default), sum);
            Avx512F.MaskStore(target + x, wanted, sum);
            sum = n0;
        }
    }

    /// <summary>Adds the products to the left and to the right of a vector, and moves on to the next; written out, since how far to shift is part of the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRadius>(
        Floats n1, Floats n2, Floats n3, Floats n4, Floats n5, ref Floats sum, ref Floats l1, ref Floats l2, ref Floats l3, ref Floats l4, ref Floats l5, ref Floats p1, ref Floats p2, ref Floats p3, ref Floats p4, ref Floats p5)
        where TRadius : ICount
    {
        sum += l1 + Shift(p1, n1, 1);
        l1 = Shift(p1, n1, Lanes - 1);
        p1 = n1;
        if (TRadius.Value > 1)
        {
            sum += l2 + Shift(p2, n2, 2);
            l2 = Shift(p2, n2, Lanes - 2);
            p2 = n2;
        }

        if (TRadius.Value > 2)
        {
            sum += l3 + Shift(p3, n3, 3);
            l3 = Shift(p3, n3, Lanes - 3);
            p3 = n3;
        }

        if (TRadius.Value > 3)
        {
            sum += l4 + Shift(p4, n4, 4);
            l4 = Shift(p4, n4, Lanes - 4);
            p4 = n4;
        }

        if (TRadius.Value > 4)
        {
            sum += l5 + Shift(p5, n5, 5);
            l5 = Shift(p5, n5, Lanes - 5);
            p5 = n5;
        }
    }

    /// <summary>The sums over terms, for each distance as far as the kernel reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Products<TTerms, TRadius>(
        float* source, nint pitch, float* w, out Floats p0, out Floats p1, out Floats p2, out Floats p3, out Floats p4, out Floats p5)
        where TTerms : ICount
        where TRadius : ICount
    {
        Floats s0 = Vector512.Load(source);
        Floats s1 = TTerms.Value > 1 ? Vector512.Load(source + pitch) : s0;
        Floats s2 = TTerms.Value > 2 ? Vector512.Load(source + (2 * pitch)) : s0;
        Floats s3 = TTerms.Value > 3 ? Vector512.Load(source + (3 * pitch)) : s0;
        Floats s4 = TTerms.Value > 4 ? Vector512.Load(source + (4 * pitch)) : s0;
        Floats s5 = TTerms.Value > 5 ? Vector512.Load(source + (5 * pitch)) : s0;
        p0 = Product<TTerms>(w, s0, s1, s2, s3, s4, s5);
        p1 = Product<TTerms>(w + TTerms.Value, s0, s1, s2, s3, s4, s5);
        p2 = TRadius.Value > 1 ? Product<TTerms>(w + (2 * TTerms.Value), s0, s1, s2, s3, s4, s5) : p1;
        p3 = TRadius.Value > 2 ? Product<TTerms>(w + (3 * TTerms.Value), s0, s1, s2, s3, s4, s5) : p1;
        p4 = TRadius.Value > 3 ? Product<TTerms>(w + (4 * TTerms.Value), s0, s1, s2, s3, s4, s5) : p1;
        p5 = TRadius.Value > 4 ? Product<TTerms>(w + (5 * TTerms.Value), s0, s1, s2, s3, s4, s5) : p1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats Product<TTerms>(float* w, Floats s0, Floats s1, Floats s2, Floats s3, Floats s4, Floats s5)
        where TTerms : ICount
    {
        Floats p = Vector512.Create(w[0]) * s0;
        p = TTerms.Value > 1 ? Vector512.MultiplyAddEstimate(Vector512.Create(w[1]), s1, p) : p;
        p = TTerms.Value > 2 ? Vector512.MultiplyAddEstimate(Vector512.Create(w[2]), s2, p) : p;
        p = TTerms.Value > 3 ? Vector512.MultiplyAddEstimate(Vector512.Create(w[3]), s3, p) : p;
        p = TTerms.Value > 4 ? Vector512.MultiplyAddEstimate(Vector512.Create(w[4]), s4, p) : p;
        return TTerms.Value > 5 ? Vector512.MultiplyAddEstimate(Vector512.Create(w[5]), s5, p) : p;
    }

    /// <summary>Sixteen floats from a place on in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats Shift(Floats low, Floats high, [ConstantExpected(Min = 1, Max = Lanes - 1)] byte place) =>
        Avx512F.AlignRight32(high.AsInt32(), low.AsInt32(), place).AsSingle();
}
