using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The inner loops of the separable convolution over rows in the cache, for up to six terms at once. Sums over terms are written out,
/// since the compiler keeps neither arrays of vectors nor loops over them in registers.
/// </summary>
internal static unsafe class SeparableRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that <see cref="SumY"/> makes at once.</summary>
    internal const int RowsAtOnce = 4;

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

    /// <summary>target[i][x] = sum over m of w[m] rows[i + m][start + x] for i = 0..3; the weights are the whole symmetric profile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SumY(float** rows, nint start, int r, float* w, float* target, nint pitch, nint width)
    {
        nint x = 0;
        for (; x <= width - (2 * Lanes); x += 2 * Lanes)
        {
            SumTwo(rows, start + x, r, w, target + x, pitch);
        }

        if (x < width)
        {
            SumOne(rows, start + x, r, w, target + x, pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumTwo(float** rows, nint x, int r, float* w, float* target, nint pitch)
    {
        TVector v = TVectors.Load(rows[0] + x);
        TVector u = TVectors.Load(rows[0] + x + Lanes);
        TVector w0 = TVectors.Broadcast(w[0]);
        TVector s0 = TVectors.Multiply(w0, v);
        TVector t0 = TVectors.Multiply(w0, u);

        v = TVectors.Load(rows[1] + x);
        u = TVectors.Load(rows[1] + x + Lanes);
        TVector w1 = TVectors.Broadcast(w[1]);
        s0 = TVectors.MultiplyAdd(w1, v, s0);
        t0 = TVectors.MultiplyAdd(w1, u, t0);
        TVector s1 = TVectors.Multiply(w0, v);
        TVector t1 = TVectors.Multiply(w0, u);

        v = TVectors.Load(rows[2] + x);
        u = TVectors.Load(rows[2] + x + Lanes);
        TVector w2 = TVectors.Broadcast(w[2]);
        s0 = TVectors.MultiplyAdd(w2, v, s0);
        t0 = TVectors.MultiplyAdd(w2, u, t0);
        s1 = TVectors.MultiplyAdd(w1, v, s1);
        t1 = TVectors.MultiplyAdd(w1, u, t1);
        TVector s2 = TVectors.Multiply(w0, v);
        TVector t2 = TVectors.Multiply(w0, u);

        v = TVectors.Load(rows[3] + x);
        u = TVectors.Load(rows[3] + x + Lanes);
        TVector w3 = TVectors.Broadcast(w[3]);
        s0 = TVectors.MultiplyAdd(w3, v, s0);
        t0 = TVectors.MultiplyAdd(w3, u, t0);
        s1 = TVectors.MultiplyAdd(w2, v, s1);
        t1 = TVectors.MultiplyAdd(w2, u, t1);
        s2 = TVectors.MultiplyAdd(w1, v, s2);
        t2 = TVectors.MultiplyAdd(w1, u, t2);
        TVector s3 = TVectors.Multiply(w0, v);
        TVector t3 = TVectors.Multiply(w0, u);

        w += 4;
        rows += 4;
        TVector w4 = TVectors.Broadcast(w[0]);
        v = TVectors.Load(rows[0] + x);
        u = TVectors.Load(rows[0] + x + Lanes);
        s0 = TVectors.MultiplyAdd(w4, v, s0);
        t0 = TVectors.MultiplyAdd(w4, u, t0);
        s1 = TVectors.MultiplyAdd(w3, v, s1);
        t1 = TVectors.MultiplyAdd(w3, u, t1);
        s2 = TVectors.MultiplyAdd(w2, v, s2);
        t2 = TVectors.MultiplyAdd(w2, u, t2);
        s3 = TVectors.MultiplyAdd(w1, v, s3);
        t3 = TVectors.MultiplyAdd(w1, u, t3);

        // Rows two by two from here: their number is even, and weights change places half as often.
        for (int n = r - 2; n > 0; n--)
        {
            w1 = TVectors.Broadcast(w[1]);
            v = TVectors.Load(rows[1] + x);
            u = TVectors.Load(rows[1] + x + Lanes);
            s0 = TVectors.MultiplyAdd(w1, v, s0);
            t0 = TVectors.MultiplyAdd(w1, u, t0);
            s1 = TVectors.MultiplyAdd(w4, v, s1);
            t1 = TVectors.MultiplyAdd(w4, u, t1);
            s2 = TVectors.MultiplyAdd(w3, v, s2);
            t2 = TVectors.MultiplyAdd(w3, u, t2);
            s3 = TVectors.MultiplyAdd(w2, v, s3);
            t3 = TVectors.MultiplyAdd(w2, u, t3);

            w += 2;
            rows += 2;
            w2 = TVectors.Broadcast(w[0]);
            v = TVectors.Load(rows[0] + x);
            u = TVectors.Load(rows[0] + x + Lanes);
            s0 = TVectors.MultiplyAdd(w2, v, s0);
            t0 = TVectors.MultiplyAdd(w2, u, t0);
            s1 = TVectors.MultiplyAdd(w1, v, s1);
            t1 = TVectors.MultiplyAdd(w1, u, t1);
            s2 = TVectors.MultiplyAdd(w4, v, s2);
            t2 = TVectors.MultiplyAdd(w4, u, t2);
            s3 = TVectors.MultiplyAdd(w3, v, s3);
            t3 = TVectors.MultiplyAdd(w3, u, t3);
            (w2, w3, w4) = (w4, w1, w2);
        }

        v = TVectors.Load(rows[1] + x);
        u = TVectors.Load(rows[1] + x + Lanes);
        s1 = TVectors.MultiplyAdd(w4, v, s1);
        t1 = TVectors.MultiplyAdd(w4, u, t1);
        s2 = TVectors.MultiplyAdd(w3, v, s2);
        t2 = TVectors.MultiplyAdd(w3, u, t2);
        s3 = TVectors.MultiplyAdd(w2, v, s3);
        t3 = TVectors.MultiplyAdd(w2, u, t3);

        v = TVectors.Load(rows[2] + x);
        u = TVectors.Load(rows[2] + x + Lanes);
        s2 = TVectors.MultiplyAdd(w4, v, s2);
        t2 = TVectors.MultiplyAdd(w4, u, t2);
        s3 = TVectors.MultiplyAdd(w3, v, s3);
        t3 = TVectors.MultiplyAdd(w3, u, t3);

        v = TVectors.Load(rows[3] + x);
        u = TVectors.Load(rows[3] + x + Lanes);
        s3 = TVectors.MultiplyAdd(w4, v, s3);
        t3 = TVectors.MultiplyAdd(w4, u, t3);

        Store<Count4>(s0, s1, s2, s3, s3, s3, target, pitch);
        Store<Count4>(t0, t1, t2, t3, t3, t3, target + Lanes, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumOne(float** rows, nint x, int r, float* w, float* target, nint pitch)
    {
        TVector v = TVectors.Load(rows[0] + x);
        TVector w0 = TVectors.Broadcast(w[0]);
        TVector s0 = TVectors.Multiply(w0, v);

        v = TVectors.Load(rows[1] + x);
        TVector w1 = TVectors.Broadcast(w[1]);
        s0 = TVectors.MultiplyAdd(w1, v, s0);
        TVector s1 = TVectors.Multiply(w0, v);

        v = TVectors.Load(rows[2] + x);
        TVector w2 = TVectors.Broadcast(w[2]);
        s0 = TVectors.MultiplyAdd(w2, v, s0);
        s1 = TVectors.MultiplyAdd(w1, v, s1);
        TVector s2 = TVectors.Multiply(w0, v);

        v = TVectors.Load(rows[3] + x);
        TVector w3 = TVectors.Broadcast(w[3]);
        s0 = TVectors.MultiplyAdd(w3, v, s0);
        s1 = TVectors.MultiplyAdd(w2, v, s1);
        s2 = TVectors.MultiplyAdd(w1, v, s2);
        TVector s3 = TVectors.Multiply(w0, v);

        w += 4;
        rows += 4;
        TVector w4 = TVectors.Broadcast(w[0]);
        v = TVectors.Load(rows[0] + x);
        s0 = TVectors.MultiplyAdd(w4, v, s0);
        s1 = TVectors.MultiplyAdd(w3, v, s1);
        s2 = TVectors.MultiplyAdd(w2, v, s2);
        s3 = TVectors.MultiplyAdd(w1, v, s3);

        // Rows two by two from here: their number is even, and weights change places half as often.
        for (int n = r - 2; n > 0; n--)
        {
            w1 = TVectors.Broadcast(w[1]);
            v = TVectors.Load(rows[1] + x);
            s0 = TVectors.MultiplyAdd(w1, v, s0);
            s1 = TVectors.MultiplyAdd(w4, v, s1);
            s2 = TVectors.MultiplyAdd(w3, v, s2);
            s3 = TVectors.MultiplyAdd(w2, v, s3);

            w += 2;
            rows += 2;
            w2 = TVectors.Broadcast(w[0]);
            v = TVectors.Load(rows[0] + x);
            s0 = TVectors.MultiplyAdd(w2, v, s0);
            s1 = TVectors.MultiplyAdd(w1, v, s1);
            s2 = TVectors.MultiplyAdd(w4, v, s2);
            s3 = TVectors.MultiplyAdd(w3, v, s3);
            (w2, w3, w4) = (w4, w1, w2);
        }

        v = TVectors.Load(rows[1] + x);
        s1 = TVectors.MultiplyAdd(w4, v, s1);
        s2 = TVectors.MultiplyAdd(w3, v, s2);
        s3 = TVectors.MultiplyAdd(w2, v, s3);

        v = TVectors.Load(rows[2] + x);
        s2 = TVectors.MultiplyAdd(w4, v, s2);
        s3 = TVectors.MultiplyAdd(w3, v, s3);

        v = TVectors.Load(rows[3] + x);
        s3 = TVectors.MultiplyAdd(w4, v, s3);

        Store<Count4>(s0, s1, s2, s3, s3, s3, target, pitch);
    }

    /// <summary>
    /// target[d][x] = sum over terms of w[d][k] source[k][x], beyond narrow over the first half of the terms alone; meanwhile asks for the row next, soon, and the
    /// row ahead, later.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SpreadX<TTerms>(
        float* source, nint sourcePitch, int narrow, int r, float* w, float* target, nint targetPitch, nint width, float* ahead, float* next)
        where TTerms : ICount
    {
        for (nint x = 0; x < width; x += 2 * Lanes)
        {
            // The last pair may overlap the one before it and writes the same values there.
            x = width > Lanes ? Math.Min(x, width - (2 * Lanes)) : 0;
            Prefetch.Far(ahead + x, 2 * Lanes);
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
}
