using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Delta plus outer products in one pass over the volume: rows of the source are folded along z for all terms at once into a ring
/// of rows that stays in the cache, summed along y several rows at a time, and shifted or spread along x. The sums that make up a voxel do not
/// depend on how the volume is cut into pieces.
/// </summary>
internal static unsafe class SeparableConvolution<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a cache line.</summary>
    private const int CacheLine = 16;
    private const int RowsAhead = 4;

    /// <summary>How many lines before it is written one is asked for: a line takes less time than memory does.</summary>
    private const int LinesAhead = 3;
    private const int Chunk = 128;

    private static int Lanes => TVectors.Lanes;

    private static int RowsAtOnce => SumRows<TVectors, TVector>.RowsAtOnce;

    internal static void Run(ConvolutionTask task, SeparableKernel kernel, WorkCrew crew, Scratch[] scratch)
    {
        SeparableGroup[] groups = SeparableGroup.Of(kernel);
        crew.Run(task.Count, (piece, worker) =>
        {
            VoxelBox output = task.OutputOf(piece);
            for (int g = 0; g < groups.Length; g++)
            {
                Convolve(task, output, groups[g], g > 0, scratch[worker]);
            }
        });
    }

    private static void Convolve(ConvolutionTask task, VoxelBox output, SeparableGroup group, bool accumulate, Scratch scratch)
    {
        switch (group.Terms)
        {
            case 1:
                Convolve<Count1>(task, output, group, accumulate, scratch);
                break;
            case 2:
                Convolve<Count2>(task, output, group, accumulate, scratch);
                break;
            case 3:
                Convolve<Count3>(task, output, group, accumulate, scratch);
                break;
            case 4:
                Convolve<Count4>(task, output, group, accumulate, scratch);
                break;
            case 5:
                Convolve<Count5>(task, output, group, accumulate, scratch);
                break;
            default:
                Convolve<Count6>(task, output, group, accumulate, scratch);
                break;
        }
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
        int staged = (2 * rz) + depth;
        int ringRows = (2 * ry) + RowsAtOnce;
        nint vectors = Math.Max(2 * Lanes, RoundUp(width, Lanes));
        nint pitch = OddLines(vectors);
        nint slice = terms * pitch;
        nint slot = OddLines(depth * slice);
        bool shifts = ShiftRows.IsSupported && Lanes == Vector512<float>.Count && rx >= 1 && rx <= ShiftRows.MostRadius;
        nint spreadLeft = RoundUp(2 * rx, Lanes);
        nint spreadPitch = OddLines(spreadLeft + vectors + (2 * rx) + Lanes);
        nint spreadSize = shifts ? 0 : (rx + 1) * spreadPitch;
        nint margin = shifts ? ShiftRows.Margin : 0;
        nint rowPitch = OddLines(vectors + (2 * margin));
        nint summedPitch = RowsAtOnce * rowPitch;
        float* ring = scratch.Raw((ringRows * slot) + (staged * pitch) + (terms * summedPitch) + (2 * spreadSize));
        float* stage = ring + (ringRows * slot);
        float* summed = stage + (staged * pitch);
        float* spread = summed + (terms * summedPitch);
        new Span<float>(stage, checked((int)(staged * pitch))).Clear();
        new Span<float>(summed, checked((int)(terms * summedPitch))).Clear();
        new Span<float>(spread, checked((int)(2 * spreadSize))).Clear();
        summed += margin;
        spread += spreadLeft;
        float** rows = stackalloc float*[ringRows];

        fixed (float* wz = group.Z, wy = group.Y, wx = group.X)
        {
            int filled = output.Y0 - ry;
            int next = 0;
            int oldest = 0;
            for (int y = output.Y0; y < output.Y1; y += RowsAtOnce)
            {
                for (; filled < y + RowsAtOnce + ry; filled++)
                {
                    float* place = ring + (next * slot);
                    next = next + 1 == ringRows ? 0 : next + 1;
                    if (filled < task.Box.Y0 || filled >= task.Box.Y1)
                    {
                        new Span<float>(place, checked((int)slot)).Clear();
                        continue;
                    }

                    Stage(task, output.Z0 - rz, filled, x0, width, stage, pitch, staged);
                    // A chunk of every slice, then the next: a block's staged rows need not all stay in the first-level cache.
                    for (nint x = 0; x < vectors; x += Chunk)
                    {
                        for (int n = 0; n < depth; n++)
                        {
                            FoldRows<TVectors, TVector>.FoldZ<TTerms>(
                                stage + ((n + rz) * pitch) + x, pitch, group.NarrowZ, rz, wz, place + (n * slice) + x, pitch, Math.Min(Chunk, vectors - x));
                        }
                    }
                }

                for (int j = 0, at = oldest; j < ringRows; j++)
                {
                    rows[j] = ring + (at * slot);
                    at = at + 1 == ringRows ? 0 : at + 1;
                }

                oldest = (oldest + RowsAtOnce) % ringRows;
                int lines = Math.Min(RowsAtOnce, output.Y1 - y);
                for (int n = 0; n < depth; n++)
                {
                    nint at = ((nint)(output.Z0 + n) * task.Plane) + ((nint)y * task.Size.X) + output.X0;
                    // What the folds of the next lines read (a block's own slices, and some that it shares with the block before), and where this line goes, is asked for while
                    // lines are spread.
                    float* ahead = task.Source + ((output.Z0 + rz + n) * task.Plane) + ((nint)filled * task.Size.X) + x0;
                    float* shared = n < 2 * rz ? ahead - (2 * rz * task.Plane) : ahead;
                    for (int k = 0; k < terms; k++)
                    {
                        SumRows<TVectors, TVector>.SumY(
                            rows + ry - group.ReachY[k], (n * slice) + (k * pitch), group.ReachY[k], wy + (k * (ry + 1)), summed + (k * summedPitch), rowPitch, vectors);
                    }

                    if (shifts)
                    {
                        for (int j = 0; j < lines; j++, at += task.Size.X)
                        {
                            // The line that is asked for meanwhile may be one of the next slice.
                            nint line = at + (LinesAhead * task.Size.X) + (j + LinesAhead < lines ? 0 : task.Plane - (lines * task.Size.X));
                            ShiftRows.SumX<TTerms>(
                                rx, summed + (j * rowPitch) + (output.X0 - x0), summedPitch, x0 - output.X0, x1 - output.X0, wx, group.Delta, task.Source + at, accumulate, task.Target + at, output.Width,
                                ahead + (j * task.Size.X), shared + (j * task.Size.X), task.Target + line);
                        }

                        continue;
                    }

                    // The next line is spread before one is gathered: its reads, which straddle what was stored, must not wait for the stores.
                    for (int j = 0; j <= lines; j++)
                    {
                        if (j < lines)
                        {
                            float* line = task.Target + at + (j > 0 ? task.Size.X : 0);
                            SpreadRows<TVectors, TVector>.SpreadX<TTerms>(
                                summed + (j * rowPitch), summedPitch, group.NarrowX, rx, wx, spread + (j % 2 * spreadSize), spreadPitch, vectors, ahead + (j * task.Size.X), shared + (j * task.Size.X), line);
                        }

                        if (j > 0)
                        {
                            SpreadRows<TVectors, TVector>.Gather(
                                spread + ((j - 1) % 2 * spreadSize) + (output.X0 - x0), spreadPitch, rx, group.Delta, task.Source + at, accumulate, task.Target + at, output.Width);
                            at += task.Size.X;
                        }
                    }
                }
            }
        }
    }

    /// <summary>Copies a row of each slice that a block needs, zeros where there is none, so that the folds read them side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stage(ConvolutionTask task, int z0, int y, int x0, int width, float* stage, nint pitch, int count)
    {
        float* source = task.Source + ((nint)y * task.Size.X) + x0;
        nint plane = task.Plane;
        (int first, int end) = (task.Box.Z0 - z0, task.Box.Z1 - z0);
        for (int n = 0; n < count; n++, stage += pitch)
        {
            if (n < first || n >= end)
            {
                new Span<float>(stage, (int)pitch).Clear();
                continue;
            }

            float* row = source + ((z0 + n) * plane);
            // Planes of a power of two compete for the same few places in the caches, so only a few rows are asked for ahead.
            nint ahead = Math.Min(RowsAhead, Math.Min(count, end) - 1 - n) * plane;
            nint at = 0;
            for (; at <= width - (2 * Lanes); at += 2 * Lanes)
            {
                Prefetch.Near(row + ahead + at, 2 * Lanes);
                TVectors.Store(TVectors.Load(row + at), stage + at);
                TVectors.Store(TVectors.Load(row + at + Lanes), stage + at + Lanes);
            }

            for (; at < width; at += Lanes)
            {
                // The last vector may overlap the one before it; what lies beyond a row stays zero.
                nint last = Math.Min(at, width - Lanes);
                TVectors.Store(TVectors.Load(row + last), stage + last);
            }
        }
    }

    private static nint RoundUp(nint value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>An odd number of cache lines at least: rows that far apart do not compete for the same places in the cache.</summary>
    private static nint OddLines(nint floats)
    {
        return ((RoundUp(floats, CacheLine) / CacheLine) | 1) * CacheLine;
    }
}
