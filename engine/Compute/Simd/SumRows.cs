using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// The second step of a separable convolution: rows in the cache are summed along y, four results at a time, with the registers of 512-bit vectors eight, so that a row is read once for
/// all of them. Rows at equal distance are added before they are multiplied; each result is the same sum in the same order however many are made at once.
/// </summary>
internal static unsafe class SumRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that <see cref="SumY"/> makes at once.</summary>
    internal static int RowsAtOnce => Lanes > 8 ? 8 : 4;

    private static int Lanes => TVectors.Lanes;

    /// <summary>target[i][x] = w[0] rows[r + i][start + x] + sum over d of w[d] (rows[r + i - d][start + x] + rows[r + i + d][start + x]) for each of the rows made at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SumY(float** rows, nint start, int r, float* w, float* target, nint pitch, nint width)
    {
        float** centre = rows + r;
        for (nint x = 0; x < width; x += Lanes)
        {
            if (RowsAtOnce == 8)
            {
                SumEight(centre, start + x, r, w, target + x, pitch);
            }
            else
            {
                SumFour(centre, start + x, r, w, target + x, pitch);
            }
        }
    }

    /// <summary>
    /// The rows at distance d on either side of the results wait in registers: with d one row comes in at the far end and one goes at the near. Four
    /// distances a round, after which each register holds what it held: rows that change their registers with every distance took 3 to 6 % more of a whole convolution at radii of 6 and 12 (256-bit vectors).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumFour(float** centre, nint x, int r, float* w, float* target, nint pitch)
    {
        TVector a0 = TVectors.Load(centre[0] + x), a1 = TVectors.Load(centre[1] + x), a2 = TVectors.Load(centre[2] + x), a3 = TVectors.Load(centre[3] + x);
        TVector b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        TVector f = TVectors.Broadcast(w[0]);
        TVector s0 = TVectors.Multiply(f, a0), s1 = TVectors.Multiply(f, a1), s2 = TVectors.Multiply(f, a2), s3 = TVectors.Multiply(f, a3);
        float** below = centre;
        float** above = centre + 3;
        for (int d = 1; d <= r; d++)
        {
            f = TVectors.Broadcast(w[d]);
            a3 = TVectors.Load(*--below + x);
            b0 = TVectors.Load(*++above + x);
            s0 = TVectors.MultiplyAdd(f, TVectors.Add(a3, b1), s0);
            s1 = TVectors.MultiplyAdd(f, TVectors.Add(a0, b2), s1);
            s2 = TVectors.MultiplyAdd(f, TVectors.Add(a1, b3), s2);
            s3 = TVectors.MultiplyAdd(f, TVectors.Add(a2, b0), s3);
            if (++d > r)
            {
                break;
            }

            f = TVectors.Broadcast(w[d]);
            a2 = TVectors.Load(*--below + x);
            b1 = TVectors.Load(*++above + x);
            s0 = TVectors.MultiplyAdd(f, TVectors.Add(a2, b2), s0);
            s1 = TVectors.MultiplyAdd(f, TVectors.Add(a3, b3), s1);
            s2 = TVectors.MultiplyAdd(f, TVectors.Add(a0, b0), s2);
            s3 = TVectors.MultiplyAdd(f, TVectors.Add(a1, b1), s3);
            if (++d > r)
            {
                break;
            }

            f = TVectors.Broadcast(w[d]);
            a1 = TVectors.Load(*--below + x);
            b2 = TVectors.Load(*++above + x);
            s0 = TVectors.MultiplyAdd(f, TVectors.Add(a1, b3), s0);
            s1 = TVectors.MultiplyAdd(f, TVectors.Add(a2, b0), s1);
            s2 = TVectors.MultiplyAdd(f, TVectors.Add(a3, b1), s2);
            s3 = TVectors.MultiplyAdd(f, TVectors.Add(a0, b2), s3);
            if (++d > r)
            {
                break;
            }

            f = TVectors.Broadcast(w[d]);
            a0 = TVectors.Load(*--below + x);
            b3 = TVectors.Load(*++above + x);
            s0 = TVectors.MultiplyAdd(f, TVectors.Add(a0, b0), s0);
            s1 = TVectors.MultiplyAdd(f, TVectors.Add(a1, b1), s1);
            s2 = TVectors.MultiplyAdd(f, TVectors.Add(a2, b2), s2);
            s3 = TVectors.MultiplyAdd(f, TVectors.Add(a3, b3), s3);
        }

        Store(s0, s1, s2, s3, target, pitch);
    }

    /// <summary>As <see cref="SumFour"/>; rows change their registers, which costs nothing where multiplications are what is waited for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumEight(float** centre, nint x, int r, float* w, float* target, nint pitch)
    {
        TVector a0 = TVectors.Load(centre[0] + x), a1 = TVectors.Load(centre[1] + x), a2 = TVectors.Load(centre[2] + x), a3 = TVectors.Load(centre[3] + x);
        TVector a4 = TVectors.Load(centre[4] + x), a5 = TVectors.Load(centre[5] + x), a6 = TVectors.Load(centre[6] + x), a7 = TVectors.Load(centre[7] + x);
        TVector b0 = a0, b1 = a1, b2 = a2, b3 = a3, b4 = a4, b5 = a5, b6 = a6, b7 = a7;
        TVector f = TVectors.Broadcast(w[0]);
        TVector s0 = TVectors.Multiply(f, a0), s1 = TVectors.Multiply(f, a1), s2 = TVectors.Multiply(f, a2), s3 = TVectors.Multiply(f, a3);
        TVector s4 = TVectors.Multiply(f, a4), s5 = TVectors.Multiply(f, a5), s6 = TVectors.Multiply(f, a6), s7 = TVectors.Multiply(f, a7);
        float** below = centre;
        float** above = centre + 7;
        for (int d = 1; d <= r; d++)
        {
            f = TVectors.Broadcast(w[d]);
            (a7, a6, a5, a4, a3, a2, a1) = (a6, a5, a4, a3, a2, a1, a0);
            (b0, b1, b2, b3, b4, b5, b6) = (b1, b2, b3, b4, b5, b6, b7);
            a0 = TVectors.Load(*--below + x);
            b7 = TVectors.Load(*++above + x);
            s0 = TVectors.MultiplyAdd(f, TVectors.Add(a0, b0), s0);
            s1 = TVectors.MultiplyAdd(f, TVectors.Add(a1, b1), s1);
            s2 = TVectors.MultiplyAdd(f, TVectors.Add(a2, b2), s2);
            s3 = TVectors.MultiplyAdd(f, TVectors.Add(a3, b3), s3);
            s4 = TVectors.MultiplyAdd(f, TVectors.Add(a4, b4), s4);
            s5 = TVectors.MultiplyAdd(f, TVectors.Add(a5, b5), s5);
            s6 = TVectors.MultiplyAdd(f, TVectors.Add(a6, b6), s6);
            s7 = TVectors.MultiplyAdd(f, TVectors.Add(a7, b7), s7);
        }

        Store(s0, s1, s2, s3, target, pitch);
        Store(s4, s5, s6, s7, target + (4 * pitch), pitch);
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
