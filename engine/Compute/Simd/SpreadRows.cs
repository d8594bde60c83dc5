using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The last step of a convolution, along x: products for each offset go to rows, for up to six terms of a separable kernel at once, and rows are shifted and added. Sums over terms are written out,
/// since the compiler keeps neither arrays of vectors nor loops over them in registers.
/// </summary>
internal static unsafe class SpreadRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    private static int Lanes => TVectors.Lanes;

    /// <summary>
    /// target[d][x] = sum over terms of w[d][k] source[k][x], beyond narrow over the first half of the terms alone; meanwhile asks for the row next, soon, and the
    /// rows ahead and shared, later.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SpreadX<TTerms>(
        float* source, nint sourcePitch, int narrow, int r, float* w, float* target, nint targetPitch, nint width, float* ahead, float* shared, float* next)
        where TTerms : ICount
    {
        for (nint x = 0; x < width; x += 2 * Lanes)
        {
            // The last pair may overlap the one before it and writes the same values there.
            x = width > Lanes ? Math.Min(x, width - (2 * Lanes)) : 0;
            Prefetch.Far(ahead + x, 2 * Lanes);
            Prefetch.Far(shared + x, 2 * Lanes);
            Prefetch.Near(next + x, 2 * Lanes);
            float* at = source + x;
            TVector s0 = TVectors.Load(at);
            TVector t0 = TVectors.Load(at + Lanes);
            at += TTerms.Value > 1 ? sourcePitch : 0;
            TVector s1 = TTerms.Value > 1 ? TVectors.Load(at) : s0;
            TVector t1 = TTerms.Value > 1 ? TVectors.Load(at + Lanes) : t0;
            at += TTerms.Value > 2 ? sourcePitch : 0;
            TVector s2 = TTerms.Value > 2 ? TVectors.Load(at) : s0;
            TVector t2 = TTerms.Value > 2 ? TVectors.Load(at + Lanes) : t0;
            at += TTerms.Value > 3 ? sourcePitch : 0;
            TVector s3 = TTerms.Value > 3 ? TVectors.Load(at) : s0;
            TVector t3 = TTerms.Value > 3 ? TVectors.Load(at + Lanes) : t0;
            at += TTerms.Value > 4 ? sourcePitch : 0;
            TVector s4 = TTerms.Value > 4 ? TVectors.Load(at) : s0;
            TVector t4 = TTerms.Value > 4 ? TVectors.Load(at + Lanes) : t0;
            at += TTerms.Value > 5 ? sourcePitch : 0;
            TVector s5 = TTerms.Value > 5 ? TVectors.Load(at) : s0;
            TVector t5 = TTerms.Value > 5 ? TVectors.Load(at + Lanes) : t0;
            float* weight = w;
            float* place = target + x;
            int d = 0;
            for (; d <= narrow; d++, weight += TTerms.Value, place += targetPitch)
            {
                TVector f = TVectors.Broadcast(weight[0]);
                TVector s = TVectors.Multiply(f, s0);
                TVector t = TVectors.Multiply(f, t0);
                if (TTerms.Value > 1)
                {
                    f = TVectors.Broadcast(weight[1]);
                    s = TVectors.MultiplyAdd(f, s1, s);
                    t = TVectors.MultiplyAdd(f, t1, t);
                }

                if (TTerms.Value > 2)
                {
                    f = TVectors.Broadcast(weight[2]);
                    s = TVectors.MultiplyAdd(f, s2, s);
                    t = TVectors.MultiplyAdd(f, t2, t);
                }

                if (TTerms.Value > 3)
                {
                    f = TVectors.Broadcast(weight[3]);
                    s = TVectors.MultiplyAdd(f, s3, s);
                    t = TVectors.MultiplyAdd(f, t3, t);
                }

                if (TTerms.Value > 4)
                {
                    f = TVectors.Broadcast(weight[4]);
                    s = TVectors.MultiplyAdd(f, s4, s);
                    t = TVectors.MultiplyAdd(f, t4, t);
                }

                if (TTerms.Value > 5)
                {
                    f = TVectors.Broadcast(weight[5]);
                    s = TVectors.MultiplyAdd(f, s5, s);
                    t = TVectors.MultiplyAdd(f, t5, t);
                }

                TVectors.Store(s, place);
                TVectors.Store(t, place + Lanes);
            }

            for (; d <= r; d++, weight += TTerms.Value, place += targetPitch)
            {
                TVector f = TVectors.Broadcast(weight[0]);
                TVector s = TVectors.Multiply(f, s0);
                TVector t = TVectors.Multiply(f, t0);
                if (TTerms.Value > 2)
                {
                    f = TVectors.Broadcast(weight[1]);
                    s = TVectors.MultiplyAdd(f, s1, s);
                    t = TVectors.MultiplyAdd(f, t1, t);
                }

                if (TTerms.Value > 4)
                {
                    f = TVectors.Broadcast(weight[2]);
                    s = TVectors.MultiplyAdd(f, s2, s);
                    t = TVectors.MultiplyAdd(f, t2, t);
                }

                TVectors.Store(s, place);
                TVectors.Store(t, place + Lanes);
            }
        }
    }

    /// <summary>
    /// target[x] = (accumulate ? target[x] : delta source[x]) + spread[0][x] + sum over d of (spread[d][x - d] + spread[d][x + d]).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(
        float* spread, nint pitch, int r, float delta, float* source, bool accumulate, float* target, int width)
    {
        TVector weight = TVectors.Broadcast(delta);
        // The last vector may overlap the one before it; its values are made before any of them is stored, so that nothing is added twice.
        bool overlaps = width % Lanes != 0;
        TVector end = overlaps ? At(spread, pitch, r, weight, source, accumulate, target, width - Lanes) : weight;
        nint x = 0;
        for (; x <= width - (4 * Lanes); x += 4 * Lanes)
        {
            float* left = spread + x;
            float* right = left;
            TVector a = TVectors.Load(left);
            TVector b = TVectors.Load(left + Lanes);
            TVector c = TVectors.Load(left + (2 * Lanes));
            TVector d = TVectors.Load(left + (3 * Lanes));
            for (int n = r; n > 0; n--)
            {
                left += pitch - 1;
                right += pitch + 1;
                a = TVectors.Add(a, TVectors.Add(TVectors.Load(left), TVectors.Load(right)));
                b = TVectors.Add(b, TVectors.Add(TVectors.Load(left + Lanes), TVectors.Load(right + Lanes)));
                c = TVectors.Add(c, TVectors.Add(TVectors.Load(left + (2 * Lanes)), TVectors.Load(right + (2 * Lanes))));
                d = TVectors.Add(d, TVectors.Add(TVectors.Load(left + (3 * Lanes)), TVectors.Load(right + (3 * Lanes))));
            }

            a = Finish(a, weight, source, accumulate, target, x);
            b = Finish(b, weight, source, accumulate, target, x + Lanes);
            c = Finish(c, weight, source, accumulate, target, x + (2 * Lanes));
            d = Finish(d, weight, source, accumulate, target, x + (3 * Lanes));
            TVectors.Store(a, target + x);
            TVectors.Store(b, target + x + Lanes);
            TVectors.Store(c, target + x + (2 * Lanes));
            TVectors.Store(d, target + x + (3 * Lanes));
        }

        for (; x <= width - Lanes; x += Lanes)
        {
            TVectors.Store(At(spread, pitch, r, weight, source, accumulate, target, x), target + x);
        }

        if (overlaps)
        {
            TVectors.Store(end, target + width - Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(
        float* spread, nint pitch, int r, TVector delta, float* source, bool accumulate, float* target, nint x)
    {
        float* left = spread + x;
        float* right = left;
        TVector sum = TVectors.Load(left);
        for (int n = r; n > 0; n--)
        {
            left += pitch - 1;
            right += pitch + 1;
            sum = TVectors.Add(sum, TVectors.Add(TVectors.Load(left), TVectors.Load(right)));
        }

        return Finish(sum, delta, source, accumulate, target, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finish(TVector sum, TVector delta, float* source, bool accumulate, float* target, nint x) => accumulate
        ? TVectors.Add(sum, TVectors.Load(target + x))
        : TVectors.MultiplyAdd(delta, TVectors.Load(source + x), sum);
}
