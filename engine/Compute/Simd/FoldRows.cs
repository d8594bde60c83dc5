using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The first step of a separable convolution: rows of slices around one are folded along z, for up to six terms at once. Sums over terms are written out,
/// since the compiler keeps neither arrays of vectors nor loops over them in registers.
/// </summary>
internal static unsafe class FoldRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    private static int Lanes => TVectors.Lanes;

    /// <summary>
    /// target[k][x] = w[0][k] row[x] + sum over d of w[d][k] (row[x - d rowPitch] + row[x + d rowPitch]), beyond narrow for the first half of the terms alone;
    /// width is a multiple of the lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FoldZ<TTerms>(float* row, nint rowPitch, int narrow, int r, float* w, float* target, nint pitch, nint width)
        where TTerms : ICount
    {
        nint x = 0;
        for (; x <= width - (2 * Lanes); x += 2 * Lanes)
        {
            FoldTwo<TTerms>(row + x, rowPitch, narrow, r, w, target + x, pitch);
        }

        if (x < width)
        {
            FoldOne<TTerms>(row + x, rowPitch, narrow, r, w, target + x, pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldOne<TTerms>(float* row, nint rowPitch, int narrow, int r, float* w, float* target, nint pitch)
        where TTerms : ICount
    {
        TVector v = TVectors.Load(row);
        TVector s0 = TVectors.Multiply(TVectors.Broadcast(w[0]), v);
        TVector s1 = TTerms.Value > 1 ? TVectors.Multiply(TVectors.Broadcast(w[1]), v) : v;
        TVector s2 = TTerms.Value > 2 ? TVectors.Multiply(TVectors.Broadcast(w[2]), v) : v;
        TVector s3 = TTerms.Value > 3 ? TVectors.Multiply(TVectors.Broadcast(w[3]), v) : v;
        TVector s4 = TTerms.Value > 4 ? TVectors.Multiply(TVectors.Broadcast(w[4]), v) : v;
        TVector s5 = TTerms.Value > 5 ? TVectors.Multiply(TVectors.Broadcast(w[5]), v) : v;
        float* below = row;
        float* above = row;
        for (int d = 1; d <= narrow; d++)
        {
            w += TTerms.Value;
            below -= rowPitch;
            above += rowPitch;
            v = TVectors.Add(TVectors.Load(below), TVectors.Load(above));
            s0 = TVectors.MultiplyAdd(TVectors.Broadcast(w[0]), v, s0);
            s1 = TTerms.Value > 1 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[1]), v, s1) : s1;
            s2 = TTerms.Value > 2 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[2]), v, s2) : s2;
            s3 = TTerms.Value > 3 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[3]), v, s3) : s3;
            s4 = TTerms.Value > 4 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[4]), v, s4) : s4;
            s5 = TTerms.Value > 5 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[5]), v, s5) : s5;
        }

        for (int d = narrow + 1; d <= r; d++)
        {
            w += TTerms.Value;
            below -= rowPitch;
            above += rowPitch;
            v = TVectors.Add(TVectors.Load(below), TVectors.Load(above));
            s0 = TVectors.MultiplyAdd(TVectors.Broadcast(w[0]), v, s0);
            s1 = TTerms.Value > 2 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[1]), v, s1) : s1;
            s2 = TTerms.Value > 4 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[2]), v, s2) : s2;
        }

        Store<TTerms>(s0, s1, s2, s3, s4, s5, target, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldTwo<TTerms>(float* row, nint rowPitch, int narrow, int r, float* w, float* target, nint pitch)
        where TTerms : ICount
    {
        TVector v = TVectors.Load(row);
        TVector u = TVectors.Load(row + Lanes);
        TVector f = TVectors.Broadcast(w[0]);
        TVector s0 = TVectors.Multiply(f, v);
        TVector t0 = TVectors.Multiply(f, u);
        f = TTerms.Value > 1 ? TVectors.Broadcast(w[1]) : f;
        TVector s1 = TTerms.Value > 1 ? TVectors.Multiply(f, v) : v;
        TVector t1 = TTerms.Value > 1 ? TVectors.Multiply(f, u) : u;
        f = TTerms.Value > 2 ? TVectors.Broadcast(w[2]) : f;
        TVector s2 = TTerms.Value > 2 ? TVectors.Multiply(f, v) : v;
        TVector t2 = TTerms.Value > 2 ? TVectors.Multiply(f, u) : u;
        f = TTerms.Value > 3 ? TVectors.Broadcast(w[3]) : f;
        TVector s3 = TTerms.Value > 3 ? TVectors.Multiply(f, v) : v;
        TVector t3 = TTerms.Value > 3 ? TVectors.Multiply(f, u) : u;
        f = TTerms.Value > 4 ? TVectors.Broadcast(w[4]) : f;
        TVector s4 = TTerms.Value > 4 ? TVectors.Multiply(f, v) : v;
        TVector t4 = TTerms.Value > 4 ? TVectors.Multiply(f, u) : u;
        f = TTerms.Value > 5 ? TVectors.Broadcast(w[5]) : f;
        TVector s5 = TTerms.Value > 5 ? TVectors.Multiply(f, v) : v;
        TVector t5 = TTerms.Value > 5 ? TVectors.Multiply(f, u) : u;
        float* below = row;
        float* above = row;
        for (int d = 1; d <= narrow; d++)
        {
            w += TTerms.Value;
            below -= rowPitch;
            above += rowPitch;
            v = TVectors.Add(TVectors.Load(below), TVectors.Load(above));
            u = TVectors.Add(TVectors.Load(below + Lanes), TVectors.Load(above + Lanes));
            f = TVectors.Broadcast(w[0]);
            s0 = TVectors.MultiplyAdd(f, v, s0);
            t0 = TVectors.MultiplyAdd(f, u, t0);
            f = TTerms.Value > 1 ? TVectors.Broadcast(w[1]) : f;
            s1 = TTerms.Value > 1 ? TVectors.MultiplyAdd(f, v, s1) : s1;
            t1 = TTerms.Value > 1 ? TVectors.MultiplyAdd(f, u, t1) : t1;
            f = TTerms.Value > 2 ? TVectors.Broadcast(w[2]) : f;
            s2 = TTerms.Value > 2 ? TVectors.MultiplyAdd(f, v, s2) : s2;
            t2 = TTerms.Value > 2 ? TVectors.MultiplyAdd(f, u, t2) : t2;
            f = TTerms.Value > 3 ? TVectors.Broadcast(w[3]) : f;
            s3 = TTerms.Value > 3 ? TVectors.MultiplyAdd(f, v, s3) : s3;
            t3 = TTerms.Value > 3 ? TVectors.MultiplyAdd(f, u, t3) : t3;
            f = TTerms.Value > 4 ? TVectors.Broadcast(w[4]) : f;
            s4 = TTerms.Value > 4 ? TVectors.MultiplyAdd(f, v, s4) : s4;
            t4 = TTerms.Value > 4 ? TVectors.MultiplyAdd(f, u, t4) : t4;
            f = TTerms.Value > 5 ? TVectors.Broadcast(w[5]) : f;
            s5 = TTerms.Value > 5 ? TVectors.MultiplyAdd(f, v, s5) : s5;
            t5 = TTerms.Value > 5 ? TVectors.MultiplyAdd(f, u, t5) : t5;
        }

        for (int d = narrow + 1; d <= r; d++)
        {
            w += TTerms.Value;
            below -= rowPitch;
            above += rowPitch;
            v = TVectors.Add(TVectors.Load(below), TVectors.Load(above));
            u = TVectors.Add(TVectors.Load(below + Lanes), TVectors.Load(above + Lanes));
            f = TVectors.Broadcast(w[0]);
            s0 = TVectors.MultiplyAdd(f, v, s0);
            t0 = TVectors.MultiplyAdd(f, u, t0);
            f = TTerms.Value > 2 ? TVectors.Broadcast(w[1]) : f;
            s1 = TTerms.Value > 2 ? TVectors.MultiplyAdd(f, v, s1) : s1;
            t1 = TTerms.Value > 2 ? TVectors.MultiplyAdd(f, u, t1) : t1;
            f = TTerms.Value > 4 ? TVectors.Broadcast(w[2]) : f;
            s2 = TTerms.Value > 4 ? TVectors.MultiplyAdd(f, v, s2) : s2;
            t2 = TTerms.Value > 4 ? TVectors.MultiplyAdd(f, u, t2) : t2;
        }

        Store<TTerms>(s0, s1, s2, s3, s4, s5, target, pitch);
        Store<TTerms>(t0, t1, t2, t3, t4, t5, target + Lanes, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TTerms>(
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5, float* target, nint pitch)
        where TTerms : ICount
    {
        TVectors.Store(s0, target);
        if (TTerms.Value > 1)
        {
            TVectors.Store(s1, target + (1 * pitch));
        }

        if (TTerms.Value > 2)
        {
            TVectors.Store(s2, target + (2 * pitch));
        }

        if (TTerms.Value > 3)
        {
            TVectors.Store(s3, target + (3 * pitch));
        }

        if (TTerms.Value > 4)
        {
            TVectors.Store(s4, target + (4 * pitch));
        }

        if (TTerms.Value > 5)
        {
            TVectors.Store(s5, target + (5 * pitch));
        }
    }
}
