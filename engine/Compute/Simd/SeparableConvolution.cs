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
    private const int RowsAtOnce = SeparableRows<TVectors, TVector>.RowsAtOnce;

    private static int Lanes => TVectors.Lanes;

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
        nint pitch = RoundUp(width, 2 * Lanes);
        int ringRows = (2 * ry) + RowsAtOnce;
        nint slice = terms * pitch;
        nint slot = depth * slice;
        nint spreadLeft = RoundUp(2 * rx, Lanes);
        nint spreadPitch = spreadLeft + pitch + RoundUp((2 * rx) + Lanes, Lanes);
        nint summedPitch = RowsAtOnce * pitch;
        float* ring = scratch.Zeros((ringRows * slot) + (terms * summedPitch) + ((rx + 1) * spreadPitch) + pitch);
        float* summed = ring + (ringRows * slot);
        float* spread = summed + (terms * summedPitch) + spreadLeft;
        float* zeros = summed + (terms * summedPitch) + ((rx + 1) * spreadPitch);
        float** rows = stackalloc float*[Math.Max((2 * rz) + depth, ringRows)];

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

                    float* row = task.Source + ((nint)filled * task.Size.X) + x0;
                    for (int n = 0; n < (2 * rz) + depth; n++)
                    {
                        int z = output.Z0 - rz + n;
                        rows[n] = z < task.Box.Z0 || z >= task.Box.Z1 ? zeros : row + (z * task.Plane);
                    }

                    for (int n = 0; n < depth; n++)
                    {
                        SeparableRows<TVectors, TVector>.FoldZ<TTerms>(rows + n, rz, wz, place + (n * slice), pitch, width);
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
                    for (int k = 0; k < terms; k++)
                    {
                        SeparableRows<TVectors, TVector>.SumY(
                            rows, (n * slice) + (k * pitch), ry, wy + (k * ((2 * ry) + 1)), summed + (k * summedPitch), pitch);
                    }

                    nint at = ((nint)(output.Z0 + n) * task.Plane) + ((nint)y * task.Size.X) + output.X0;
                    for (int j = 0; j < lines; j++, at += task.Size.X)
                    {
                        SeparableRows<TVectors, TVector>.SpreadX<TTerms>(summed + (j * pitch), summedPitch, rx, wx, spread, spreadPitch, pitch);
                        SpreadRows<TVectors, TVector>.Gather(
                            spread + (output.X0 - x0), spreadPitch, rx, group.Delta, task.Source + at, accumulate, task.Target + at, output.Width);
                    }
                }
            }
        }
    }

    private static nint RoundUp(nint value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
