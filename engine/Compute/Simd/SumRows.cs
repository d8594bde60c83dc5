using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The second step of a separable convolution: rows in the cache are summed along y, four results at a time, so that a row is read once for all of them.
/// </summary>
internal static unsafe class SumRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that <see cref="SumY"/> makes at once.</summary>
    internal const int RowsAtOnce = 4;

    private static int Lanes => TVectors.Lanes;

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

        Store(s0, s1, s2, s3, target, pitch);
        Store(t0, t1, t2, t3, target + Lanes, pitch);
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

        Store(s0, s1, s2, s3, target, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector s0, TVector s1, TVector s2, TVector s3, float* target, nint pitch)
    {
        TVectors.Store(s0, target);
        TVectors.Store(s1, target + pitch);
        TVectors.Store(s2, target + (2 * pitch));
        TVectors.Store(s3, target + (3 * pitch));
    }
}
