using System.Runtime.CompilerServices;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Every entry of an even kernel: rows are folded along z (+-dz) into a ring that stays in the cache, pairs of them along y (+-dy),
/// and each fold is multiplied into one row for each offset along x; those rows are shifted and added at the end.
/// </summary>
internal static unsafe class DirectConvolution<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    private const int MostOffsets = 4;

    private static int Lanes => TVectors.Lanes;

    internal static void Run(ConvolutionTask task, SymmetricKernel kernel, WorkCrew crew, Scratch[] scratch) =>
        crew.Run(task.Count, (piece, worker) => Convolve(task, task.OutputOf(piece), kernel, scratch[worker]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convolve(ConvolutionTask task, VoxelBox output, SymmetricKernel kernel, Scratch scratch)
    {
        (int rx, int ry, int rz) = (kernel.Radius.X, kernel.Radius.Y, kernel.Radius.Z);
        (int x0, int x1) = task.SourceColumns(output);
        int width = x1 - x0;
        nint pitch = RoundUp(width, 2 * Lanes);
        int ringRows = (2 * ry) + 1;
        nint folds = (rz + 1) * pitch;
        nint slot = output.Depth * folds;
        nint spreadLeft = RoundUp(2 * rx, Lanes);
        nint spreadPitch = spreadLeft + pitch + RoundUp((2 * rx) + Lanes, Lanes);
        float* ring = scratch.Zeros((ringRows * slot) + ((rx + 1) * spreadPitch) + pitch);
        float* spread = ring + (ringRows * slot);
        float* zeros = spread + ((rx + 1) * spreadPitch);
        float** rows = stackalloc float*[ringRows];

        fixed (float* octant = kernel.Octant)
        {
            int first = output.Y0 - ry;
            int filled = first;
            for (int y = output.Y0; y < output.Y1; y++)
            {
                for (; filled <= y + ry; filled++)
                {
                    float* place = ring + ((filled - first) % ringRows * slot);
                    for (int z = output.Z0; z < output.Z1; z++, place += folds)
                    {
                        Fold(task, filled, z, rz, x0, width, zeros, place, pitch);
                    }
                }

                for (int z = output.Z0; z < output.Z1; z++)
                {
                    for (int j = 0; j < ringRows; j++)
                    {
                        rows[j] = ring + ((y - output.Y0 + j) % ringRows * slot) + ((z - output.Z0) * folds);
                    }

                    for (int dx = 0; dx <= rx;)
                    {
                        int groups = (rx + 1 - dx + MostOffsets - 1) / MostOffsets;
                        int count = (rx + 1 - dx + groups - 1) / groups;
                        float* place = spread + spreadLeft + (dx * spreadPitch);
                        switch (count)
                        {
                            case 1:
                                Spread<Count1>(rows, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            case 2:
                                Spread<Count2>(rows, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            case 3:
                                Spread<Count3>(rows, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            default:
                                Spread<Count4>(rows, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                        }

                        dx += count;
                    }

                    nint at = (z * task.Plane) + ((nint)y * task.Size.X) + output.X0;
                    SpreadRows<TVectors, TVector>.Gather(
                        spread + spreadLeft + (output.X0 - x0), spreadPitch, rx, 0, task.Source + at, false, task.Target + at, output.Width);
                }
            }
        }
    }

    /// <summary>target[d][x] = source(x, y, z - d) + source(x, y, z + d); for d = 0 the source itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold(
        ConvolutionTask task, int y, int z, int rz, int x0, int width, float* zeros, float* target, nint pitch)
    {
        for (int d = 0; d <= rz; d++, target += pitch)
        {
            float* below = Row(task, y, z - d, x0, zeros);
            float* above = Row(task, y, z + d, x0, zeros);
            if (d == 0)
            {
                new Span<float>(below, width).CopyTo(new Span<float>(target, width));
                continue;
            }

            for (nint x = 0; x < width; x += Lanes)
            {
                nint at = Math.Min(x, width - Lanes);
                TVectors.Store(TVectors.Add(TVectors.Load(below + at), TVectors.Load(above + at)), target + at);
            }
        }
    }

    private static float* Row(ConvolutionTask task, int y, int z, int x0, float* zeros) =>
        y < task.Box.Y0 || y >= task.Box.Y1 || z < task.Box.Z0 || z >= task.Box.Z1
            ? zeros
            : task.Source + (z * task.Plane) + ((nint)y * task.Size.X) + x0;

    /// <summary>For offsets dx .. dx + count along x: target[dx][x] = sum over dz, dy of w(dx, dy, dz) (fold[dz][y - dy][x] + fold[dz][y + dy][x]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<TOffsets>(float** rows, Size3 radius, nint pitch, float* octant, float* target, nint targetPitch)
        where TOffsets : ICount
    {
        (int ry, int rz) = (radius.Y, radius.Z);
        nint stride = radius.X + 1;
        for (nint x = 0; x < pitch; x += 2 * Lanes)
        {
            TVector zero = TVectors.Broadcast(0);
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero;
            float* w = octant;
            nint at = x;
            for (int dz = 0; dz <= rz; dz++, at += pitch)
            {
                for (int dy = 0; dy <= ry; dy++, w += stride)
                {
                    TVector v = TVectors.Load(rows[ry - dy] + at);
                    TVector u = TVectors.Load(rows[ry - dy] + at + Lanes);
                    if (dy > 0)
                    {
                        v = TVectors.Add(v, TVectors.Load(rows[ry + dy] + at));
                        u = TVectors.Add(u, TVectors.Load(rows[ry + dy] + at + Lanes));
                    }

                    TVector f = TVectors.Broadcast(w[0]);
                    s0 = TVectors.MultiplyAdd(f, v, s0);
                    t0 = TVectors.MultiplyAdd(f, u, t0);
                    if (TOffsets.Value > 1)
                    {
                        f = TVectors.Broadcast(w[1]);
                        s1 = TVectors.MultiplyAdd(f, v, s1);
                        t1 = TVectors.MultiplyAdd(f, u, t1);
                    }

                    if (TOffsets.Value > 2)
                    {
                        f = TVectors.Broadcast(w[2]);
                        s2 = TVectors.MultiplyAdd(f, v, s2);
                        t2 = TVectors.MultiplyAdd(f, u, t2);
                    }

                    if (TOffsets.Value > 3)
                    {
                        f = TVectors.Broadcast(w[3]);
                        s3 = TVectors.MultiplyAdd(f, v, s3);
                        t3 = TVectors.MultiplyAdd(f, u, t3);
                    }
                }
            }

            float* place = target + x;
            TVectors.Store(s0, place);
            TVectors.Store(t0, place + Lanes);
            if (TOffsets.Value > 1)
            {
                TVectors.Store(s1, place + targetPitch);
                TVectors.Store(t1, place + targetPitch + Lanes);
            }

            if (TOffsets.Value > 2)
            {
                TVectors.Store(s2, place + (2 * targetPitch));
                TVectors.Store(t2, place + (2 * targetPitch) + Lanes);
            }

            if (TOffsets.Value > 3)
            {
                TVectors.Store(s3, place + (3 * targetPitch));
                TVectors.Store(t3, place + (3 * targetPitch) + Lanes);
            }
        }
    }

    private static nint RoundUp(nint value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
