using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Delta plus outer products in one pass over the volume: rows of the source are folded along z for all terms at once into a ring
/// of rows that stays in the cache, summed along y four rows at a time, and spread along x. The sums that make up a voxel do not
/// depend on how the volume is cut into pieces.
/// </summary>
internal static unsafe class SeparableConvolution<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    private const int RowsAtOnce = 4;

    private static int Lanes => TVectors.Lanes;

    internal static void Run(ConvolutionTask task, SeparableKernel kernel, WorkCrew crew, Scratch[] scratch)
    {
        SeparableGroup[] groups = SeparableGroup.Of(kernel);
        crew.Run(task.Count, (piece, worker) =>
        {
            VoxelBox output = task.OutputOf(piece);
            for (int g = 0; g < groups.Length; g++)
            {
                switch (groups[g].Terms)
                {
                    case 1:
                        Convolve<Count1>(task, output, groups[g], g > 0, scratch[worker]);
                        break;
                    case 2:
                        Convolve<Count2>(task, output, groups[g], g > 0, scratch[worker]);
                        break;
                    case 3:
                        Convolve<Count3>(task, output, groups[g], g > 0, scratch[worker]);
                        break;
                    default:
                        Convolve<Count4>(task, output, groups[g], g > 0, scratch[worker]);
                        break;
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convolve<TTerms>(ConvolutionTask task, VoxelBox output, SeparableGroup group, bool accumulate, Scratch scratch)
        where TTerms : ICount
    {
        int terms = TTerms.Value;
        (int rx, int ry, int rz) = (group.RadiusX, group.RadiusY, group.RadiusZ);
        (int x0, int x1) = task.SourceColumns(output);
        int width = x1 - x0;
        int depth = output.Depth;
        nint pitch = RoundUp(width, 2 * Lanes);
        int ringRows = (2 * ry) + RowsAtOnce;
        nint slot = depth * terms * pitch;
        nint spreadLeft = RoundUp(2 * rx, Lanes);
        nint spreadPitch = spreadLeft + pitch + RoundUp((2 * rx) + Lanes, Lanes);
        nint summedFloats = terms * RowsAtOnce * pitch;
        float* ring = scratch.Zeros((ringRows * slot) + summedFloats + ((rx + 1) * spreadPitch) + RoundUp(width, 2 * Lanes));
        float* summed = ring + (ringRows * slot);
        float* spread = summed + summedFloats;
        float* zeros = spread + ((rx + 1) * spreadPitch);
        float** rows = stackalloc float*[Math.Max((2 * rz) + 1, ringRows)];

        fixed (float* wz = group.Z, wy = group.Y, wx = group.X)
        {
            int filled = output.Y0 - ry;
            for (int y = output.Y0; y < output.Y1; y += RowsAtOnce)
            {
                for (; filled < y + RowsAtOnce + ry; filled++)
                {
                    float* place = ring + ((filled - (output.Y0 - ry)) % ringRows * slot);
                    if (filled < task.Box.Y0 || filled >= task.Box.Y1)
                    {
                        new Span<float>(place, checked((int)slot)).Clear();
                        continue;
                    }

                    for (int z = output.Z0; z < output.Z1; z++, place += terms * pitch)
                    {
                        for (int d = -rz; d <= rz; d++)
                        {
                            rows[rz + d] = z + d < task.Box.Z0 || z + d >= task.Box.Z1
                                ? zeros
                                : task.Source + ((z + d) * task.Plane) + ((nint)filled * task.Size.X) + x0;
                        }

                        FoldZ<TTerms>(rows, rz, wz, place, pitch, width);
                    }
                }

                for (int z = output.Z0; z < output.Z1; z++)
                {
                    for (int k = 0; k < terms; k++)
                    {
                        for (int j = 0; j < ringRows; j++)
                        {
                            int at = (y - output.Y0 + j) % ringRows;
                            rows[j] = ring + (at * slot) + ((((z - output.Z0) * terms) + k) * pitch);
                        }

                        SumY(rows, ry, wy + (k * ((2 * ry) + 1)), summed + (k * RowsAtOnce * pitch), pitch);
                    }

                    for (int j = 0; j < Math.Min(RowsAtOnce, output.Y1 - y); j++)
                    {
                        SpreadX<TTerms>(summed + (j * pitch), RowsAtOnce * pitch, rx, wx, spread + spreadLeft, spreadPitch, pitch);
                        nint at = (z * task.Plane) + ((nint)(y + j) * task.Size.X) + output.X0;
                        SpreadRows<TVectors, TVector>.Gather(
                            spread + spreadLeft + (output.X0 - x0), spreadPitch, rx, group.Delta, task.Source + at, accumulate, task.Target + at, output.Width);
                    }
                }
            }
        }
    }

    /// <summary>target[k][x] = sum over d of w[d][k] (rows[-d][x] + rows[d][x]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldZ<TTerms>(float** rows, int r, float* w, float* target, nint pitch, int width)
        where TTerms : ICount
    {
        nint x = 0;
        for (; x <= width - (2 * Lanes); x += 2 * Lanes)
        {
            FoldZTwo<TTerms>(rows, r, w, target + x, pitch, x);
        }

        for (; x < width; x += Lanes)
        {
            nint last = Math.Min(x, width - Lanes);
            FoldZOne<TTerms>(rows, r, w, target + last, pitch, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldZOne<TTerms>(float** rows, int r, float* w, float* target, nint pitch, nint x)
        where TTerms : ICount
    {
        TVector v = TVectors.Load(rows[r] + x);
        TVector s0 = TVectors.Multiply(TVectors.Broadcast(w[0]), v);
        TVector s1 = TTerms.Value > 1 ? TVectors.Multiply(TVectors.Broadcast(w[1]), v) : v;
        TVector s2 = TTerms.Value > 2 ? TVectors.Multiply(TVectors.Broadcast(w[2]), v) : v;
        TVector s3 = TTerms.Value > 3 ? TVectors.Multiply(TVectors.Broadcast(w[3]), v) : v;
        for (int d = 1; d <= r; d++)
        {
            w += TTerms.Value;
            v = TVectors.Add(TVectors.Load(rows[r - d] + x), TVectors.Load(rows[r + d] + x));
            s0 = TVectors.MultiplyAdd(TVectors.Broadcast(w[0]), v, s0);
            s1 = TTerms.Value > 1 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[1]), v, s1) : s1;
            s2 = TTerms.Value > 2 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[2]), v, s2) : s2;
            s3 = TTerms.Value > 3 ? TVectors.MultiplyAdd(TVectors.Broadcast(w[3]), v, s3) : s3;
        }

        Store4<TTerms>(s0, s1, s2, s3, target, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldZTwo<TTerms>(float** rows, int r, float* w, float* target, nint pitch, nint x)
        where TTerms : ICount
    {
        TVector v = TVectors.Load(rows[r] + x);
        TVector u = TVectors.Load(rows[r] + x + Lanes);
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
        for (int d = 1; d <= r; d++)
        {
            w += TTerms.Value;
            float* below = rows[r - d] + x;
            float* above = rows[r + d] + x;
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
        }

        Store4<TTerms>(s0, s1, s2, s3, target, pitch);
        Store4<TTerms>(t0, t1, t2, t3, target + Lanes, pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4<TTerms>(TVector s0, TVector s1, TVector s2, TVector s3, float* target, nint pitch)
        where TTerms : ICount
    {
        TVectors.Store(s0, target);
        if (TTerms.Value > 1)
        {
            TVectors.Store(s1, target + pitch);
        }

        if (TTerms.Value > 2)
        {
            TVectors.Store(s2, target + (2 * pitch));
        }

        if (TTerms.Value > 3)
        {
            TVectors.Store(s3, target + (3 * pitch));
        }
    }

    /// <summary>target[i][x] = sum over m of w[m] rows[i + m][x] for i = 0..3; the weights are the whole symmetric profile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumY(float** rows, int r, float* w, float* target, nint pitch)
    {
        for (nint x = 0; x < pitch; x += 2 * Lanes)
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

            for (int j = 4; j <= 2 * r; j++)
            {
                v = TVectors.Load(rows[j] + x);
                u = TVectors.Load(rows[j] + x + Lanes);
                w0 = TVectors.Broadcast(w[j]);
                s0 = TVectors.MultiplyAdd(w0, v, s0);
                t0 = TVectors.MultiplyAdd(w0, u, t0);
                w1 = TVectors.Broadcast(w[j - 1]);
                s1 = TVectors.MultiplyAdd(w1, v, s1);
                t1 = TVectors.MultiplyAdd(w1, u, t1);
                w2 = TVectors.Broadcast(w[j - 2]);
                s2 = TVectors.MultiplyAdd(w2, v, s2);
                t2 = TVectors.MultiplyAdd(w2, u, t2);
                w3 = TVectors.Broadcast(w[j - 3]);
                s3 = TVectors.MultiplyAdd(w3, v, s3);
                t3 = TVectors.MultiplyAdd(w3, u, t3);
            }

            int n = 2 * r;
            w0 = TVectors.Broadcast(w[n]);
            w1 = TVectors.Broadcast(w[n - 1]);
            w2 = TVectors.Broadcast(w[n - 2]);
            v = TVectors.Load(rows[n + 1] + x);
            u = TVectors.Load(rows[n + 1] + x + Lanes);
            s1 = TVectors.MultiplyAdd(w0, v, s1);
            t1 = TVectors.MultiplyAdd(w0, u, t1);
            s2 = TVectors.MultiplyAdd(w1, v, s2);
            t2 = TVectors.MultiplyAdd(w1, u, t2);
            s3 = TVectors.MultiplyAdd(w2, v, s3);
            t3 = TVectors.MultiplyAdd(w2, u, t3);
            v = TVectors.Load(rows[n + 2] + x);
            u = TVectors.Load(rows[n + 2] + x + Lanes);
            s2 = TVectors.MultiplyAdd(w0, v, s2);
            t2 = TVectors.MultiplyAdd(w0, u, t2);
            s3 = TVectors.MultiplyAdd(w1, v, s3);
            t3 = TVectors.MultiplyAdd(w1, u, t3);
            s3 = TVectors.MultiplyAdd(w0, TVectors.Load(rows[n + 3] + x), s3);
            t3 = TVectors.MultiplyAdd(w0, TVectors.Load(rows[n + 3] + x + Lanes), t3);

            Store4<Count4>(s0, s1, s2, s3, target + x, pitch);
            Store4<Count4>(t0, t1, t2, t3, target + x + Lanes, pitch);
        }
    }

    /// <summary>target[d][x] = sum over terms of w[d][k] source[k][x].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadX<TTerms>(float* source, nint sourcePitch, int r, float* w, float* target, nint targetPitch, nint width)
        where TTerms : ICount
    {
        for (nint x = 0; x < width; x += 2 * Lanes)
        {
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
            float* weight = w;
            float* place = target + x;
            for (int d = 0; d <= r; d++, weight += TTerms.Value, place += targetPitch)
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

                TVectors.Store(s, place);
                TVectors.Store(t, place + Lanes);
            }
        }
    }

    private static nint RoundUp(nint value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
