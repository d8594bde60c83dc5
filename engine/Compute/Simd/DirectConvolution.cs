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
        float** rows = stackalloc float*[Math.Max((2 * rz) + output.Depth, ringRows)];

        fixed (float* octant = kernel.Octant)
        {
            int filled = output.Y0 - ry;
            int next = 0;
            int oldest = 0;
            for (int y = output.Y0; y < output.Y1; y++)
            {
                for (; filled <= y + ry; filled++)
                {
                    float* place = ring + (next * slot);
                    next = next + 1 == ringRows ? 0 : next + 1;
                    bool isInside = filled >= task.Box.Y0 && filled < task.Box.Y1;
                    float* row = task.Source + ((nint)filled * task.Size.X) + x0;
                    for (int n = 0; n < (2 * rz) + output.Depth; n++)
                    {
                        int z = output.Z0 - rz + n;
                        rows[n] = isInside && z >= task.Box.Z0 && z < task.Box.Z1 ? row + (z * task.Plane) : zeros;
                    }

                    for (int n = 0; n < output.Depth; n++)
                    {
                        Fold(rows + n, rz, width, place + (n * folds), pitch);
                    }
                }

                for (int j = 0, at = oldest; j < ringRows; j++)
                {
                    rows[j] = ring + (at * slot);
                    at = at + 1 == ringRows ? 0 : at + 1;
                }

                oldest = oldest + 1 == ringRows ? 0 : oldest + 1;
                for (int n = 0; n < output.Depth; n++)
                {
                    for (int dx = 0; dx <= rx;)
                    {
                        int groups = (rx + 1 - dx + MostOffsets - 1) / MostOffsets;
                        int count = (rx + 1 - dx + groups - 1) / groups;
                        float* place = spread + spreadLeft + (dx * spreadPitch);
                        switch (count)
                        {
                            case 1:
                                Spread<Count1>(rows, n * folds, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            case 2:
                                Spread<Count2>(rows, n * folds, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            case 3:
                                Spread<Count3>(rows, n * folds, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                            default:
                                Spread<Count4>(rows, n * folds, kernel.Radius, pitch, octant + dx, place, spreadPitch);
                                break;
                        }

                        dx += count;
                    }

                    nint at = ((output.Z0 + n) * task.Plane) + ((nint)y * task.Size.X) + output.X0;
                    SpreadRows<TVectors, TVector>.Gather(
                        spread + spreadLeft + (output.X0 - x0), spreadPitch, rx, 0, task.Source + at, false, task.Target + at, output.Width);
                }
            }
        }
    }

    /// <summary>target[d][x] = rows[r - d][x] + rows[r + d][x]; for d = 0 the row itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold(float** rows, int r, int width, float* target, nint pitch)
    {
        new Span<float>(rows[r], width).CopyTo(new Span<float>(target, width));
        for (int d = 1; d <= r; d++)
        {
            target += pitch;
            float* below = rows[r - d];
            float* above = rows[r + d];
            for (nint x = 0; x < width; x += Lanes)
            {
                nint at = Math.Min(x, width - Lanes);
                TVectors.Store(TVectors.Add(TVectors.Load(below + at), TVectors.Load(above + at)), target + at);
            }
        }
    }

    /// <summary>For offsets dx .. dx + count along x: target[dx][x] = sum over dz, dy of w(dx, dy, dz) (fold[dz][y - dy][start + x] + fold[dz][y + dy][start + x]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<TOffsets>(float** rows, nint start, Size3 radius, nint pitch, float* octant, float* target, nint targetPitch)
        where TOffsets : ICount
    {
        (int ry, int rz) = (radius.Y, radius.Z);
        nint stride = radius.X + 1;
        for (nint x = 0; x < pitch; x += 2 * Lanes)
        {
            TVector zero = TVectors.Broadcast(0);
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero;
            float* w = octant;
            nint at = start + x;
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
