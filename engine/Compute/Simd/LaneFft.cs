using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Complex FFTs of as many lines at once as a vector has lanes (Stockham, radices 2 to 5). Element n of the lines is the vector at
/// re + n lanes and im + n lanes. The inverse transform (unscaled) is the forward one with re and im exchanged.
/// </summary>
internal static unsafe class LaneFft<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>Transforms in place; <paramref name="spare"/> holds 2 n lanes floats.</summary>
    internal static void Transform(FftPlan plan, float* re, float* im, float* spare)
    {
        nint floats = (nint)plan.Length * TVectors.Lanes;
        float* fromRe = re;
        float* fromIm = im;
        float* toRe = spare;
        float* toIm = spare + floats;
        int done = 1;
        fixed (float* cos = plan.Cosines, sin = plan.Sines)
        {
            foreach (int radix in plan.Radices)
            {
                Pass(plan.Length, radix, done, cos, sin, fromRe, fromIm, toRe, toIm);
                done *= radix;
                float* swap = fromRe;
                fromRe = toRe;
                toRe = swap;
                swap = fromIm;
                fromIm = toIm;
                toIm = swap;
            }
        }

        if (fromRe != re)
        {
            Buffer.MemoryCopy(fromRe, re, floats * sizeof(float), floats * sizeof(float));
            Buffer.MemoryCopy(fromIm, im, floats * sizeof(float), floats * sizeof(float));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(
        int n, int radix, int done, float* cos, float* sin, float* fromRe, float* fromIm, float* toRe, float* toIm)
    {
        nint lanes = TVectors.Lanes;
        int stride = n / radix;
        int step = n / (done * radix);
        for (int block = 0; block < stride / done; block++)
        {
            for (int k = 0; k < done; k++)
            {
                nint from = ((block * done) + k) * lanes;
                nint to = ((block * done * radix) + k) * lanes;
                switch (radix)
                {
                    case 2:
                        Two(fromRe + from, fromIm + from, stride * lanes, toRe + to, toIm + to, done * lanes, cos, sin, k * step);
                        break;
                    case 3:
                        Three(fromRe + from, fromIm + from, stride * lanes, toRe + to, toIm + to, done * lanes, cos, sin, k * step);
                        break;
                    case 4:
                        Four(fromRe + from, fromIm + from, stride * lanes, toRe + to, toIm + to, done * lanes, cos, sin, k * step);
                        break;
                    default:
                        Five(fromRe + from, fromIm + from, stride * lanes, toRe + to, toIm + to, done * lanes, cos, sin, k * step);
                        break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Re, TVector Im) Twiddled(float* re, float* im, float* cos, float* sin, int root)
    {
        TVector a = TVectors.Load(re);
        TVector b = TVectors.Load(im);
        if (root == 0)
        {
            return (a, b);
        }

        TVector c = TVectors.Broadcast(cos[root]);
        TVector s = TVectors.Broadcast(sin[root]);
        return (
            TVectors.Subtract(TVectors.Multiply(a, c), TVectors.Multiply(b, s)),
            TVectors.MultiplyAdd(a, s, TVectors.Multiply(b, c)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(
        float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* cos, float* sin, int root)
    {
        (TVector ar, TVector ai) = Twiddled(re, im, cos, sin, 0);
        (TVector br, TVector bi) = Twiddled(re + stride, im + stride, cos, sin, root);
        TVectors.Store(TVectors.Add(ar, br), toRe);
        TVectors.Store(TVectors.Add(ai, bi), toIm);
        TVectors.Store(TVectors.Subtract(ar, br), toRe + toStride);
        TVectors.Store(TVectors.Subtract(ai, bi), toIm + toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(
        float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* cos, float* sin, int root)
    {
        (TVector ar, TVector ai) = Twiddled(re, im, cos, sin, 0);
        (TVector br, TVector bi) = Twiddled(re + stride, im + stride, cos, sin, root);
        (TVector cr, TVector ci) = Twiddled(re + (2 * stride), im + (2 * stride), cos, sin, 2 * root);
        TVector half = TVectors.Broadcast(-0.5f);
        TVector side = TVectors.Broadcast(0.866025403784438647f);
        TVector sr = TVectors.Add(br, cr);
        TVector si = TVectors.Add(bi, ci);
        TVector mr = TVectors.MultiplyAdd(half, sr, ar);
        TVector mi = TVectors.MultiplyAdd(half, si, ai);
        TVector dr = TVectors.Multiply(side, TVectors.Subtract(bi, ci));
        TVector di = TVectors.Multiply(side, TVectors.Subtract(br, cr));
        TVectors.Store(TVectors.Add(ar, sr), toRe);
        TVectors.Store(TVectors.Add(ai, si), toIm);
        TVectors.Store(TVectors.Add(mr, dr), toRe + toStride);
        TVectors.Store(TVectors.Subtract(mi, di), toIm + toStride);
        TVectors.Store(TVectors.Subtract(mr, dr), toRe + (2 * toStride));
        TVectors.Store(TVectors.Add(mi, di), toIm + (2 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* cos, float* sin, int root)
    {
        (TVector ar, TVector ai) = Twiddled(re, im, cos, sin, 0);
        (TVector br, TVector bi) = Twiddled(re + stride, im + stride, cos, sin, root);
        (TVector cr, TVector ci) = Twiddled(re + (2 * stride), im + (2 * stride), cos, sin, 2 * root);
        (TVector dr, TVector di) = Twiddled(re + (3 * stride), im + (3 * stride), cos, sin, 3 * root);
        TVector er = TVectors.Add(ar, cr);
        TVector ei = TVectors.Add(ai, ci);
        TVector fr = TVectors.Subtract(ar, cr);
        TVector fi = TVectors.Subtract(ai, ci);
        TVector gr = TVectors.Add(br, dr);
        TVector gi = TVectors.Add(bi, di);
        TVector hr = TVectors.Subtract(br, dr);
        TVector hi = TVectors.Subtract(bi, di);
        TVectors.Store(TVectors.Add(er, gr), toRe);
        TVectors.Store(TVectors.Add(ei, gi), toIm);
        TVectors.Store(TVectors.Add(fr, hi), toRe + toStride);
        TVectors.Store(TVectors.Subtract(fi, hr), toIm + toStride);
        TVectors.Store(TVectors.Subtract(er, gr), toRe + (2 * toStride));
        TVectors.Store(TVectors.Subtract(ei, gi), toIm + (2 * toStride));
        TVectors.Store(TVectors.Subtract(fr, hi), toRe + (3 * toStride));
        TVectors.Store(TVectors.Add(fi, hr), toIm + (3 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Five(
        float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* cos, float* sin, int root)
    {
        (TVector ar, TVector ai) = Twiddled(re, im, cos, sin, 0);
        (TVector br, TVector bi) = Twiddled(re + stride, im + stride, cos, sin, root);
        (TVector cr, TVector ci) = Twiddled(re + (2 * stride), im + (2 * stride), cos, sin, 2 * root);
        (TVector dr, TVector di) = Twiddled(re + (3 * stride), im + (3 * stride), cos, sin, 3 * root);
        (TVector er, TVector ei) = Twiddled(re + (4 * stride), im + (4 * stride), cos, sin, 4 * root);
        TVector c1 = TVectors.Broadcast(0.309016994374947424f);
        TVector c2 = TVectors.Broadcast(-0.809016994374947424f);
        TVector s1 = TVectors.Broadcast(0.951056516295153572f);
        TVector s2 = TVectors.Broadcast(0.587785252292473129f);
        TVector pr = TVectors.Add(br, er);
        TVector pi = TVectors.Add(bi, ei);
        TVector qr = TVectors.Add(cr, dr);
        TVector qi = TVectors.Add(ci, di);
        TVector ur = TVectors.Subtract(br, er);
        TVector ui = TVectors.Subtract(bi, ei);
        TVector vr = TVectors.Subtract(cr, dr);
        TVector vi = TVectors.Subtract(ci, di);
        TVector mr = TVectors.MultiplyAdd(c1, pr, TVectors.MultiplyAdd(c2, qr, ar));
        TVector mi = TVectors.MultiplyAdd(c1, pi, TVectors.MultiplyAdd(c2, qi, ai));
        TVector nr = TVectors.MultiplyAdd(c2, pr, TVectors.MultiplyAdd(c1, qr, ar));
        TVector ni = TVectors.MultiplyAdd(c2, pi, TVectors.MultiplyAdd(c1, qi, ai));
        TVector xr = TVectors.MultiplyAdd(s1, ui, TVectors.Multiply(s2, vi));
        TVector xi = TVectors.MultiplyAdd(s1, ur, TVectors.Multiply(s2, vr));
        TVector yr = TVectors.Subtract(TVectors.Multiply(s2, ui), TVectors.Multiply(s1, vi));
        TVector yi = TVectors.Subtract(TVectors.Multiply(s2, ur), TVectors.Multiply(s1, vr));
        TVectors.Store(TVectors.Add(ar, TVectors.Add(pr, qr)), toRe);
        TVectors.Store(TVectors.Add(ai, TVectors.Add(pi, qi)), toIm);
        TVectors.Store(TVectors.Add(mr, xr), toRe + toStride);
        TVectors.Store(TVectors.Subtract(mi, xi), toIm + toStride);
        TVectors.Store(TVectors.Add(nr, yr), toRe + (2 * toStride));
        TVectors.Store(TVectors.Subtract(ni, yi), toIm + (2 * toStride));
        TVectors.Store(TVectors.Subtract(nr, yr), toRe + (3 * toStride));
        TVectors.Store(TVectors.Add(ni, yi), toIm + (3 * toStride));
        TVectors.Store(TVectors.Subtract(mr, xr), toRe + (4 * toStride));
        TVectors.Store(TVectors.Add(mi, xi), toIm + (4 * toStride));
    }
}
