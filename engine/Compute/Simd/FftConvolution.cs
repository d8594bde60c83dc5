using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Convolution through FFTs, pair of blocks by pair of blocks; see <see cref="FftLayout"/>.</summary>
internal static unsafe class FftConvolution<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    private static int Lanes => TVectors.Lanes;

    internal static void Run(ConvolutionTask task, SymmetricKernel kernel, WorkCrew crew, Scratch[] scratch, Scratch volume)
    {
        var layout = new FftLayout(task.Box, task.Size, kernel.Radius);
        float[] spectrum = layout.Spectrum(kernel);
        (int nx, int ny, int nz) = (layout.X.Length, layout.Y.Length, layout.Z.Length);
        int pitch = (nx + Lanes - 1) / Lanes * Lanes;
        nint plane = (nint)pitch * ny;
        bool replaces = task.Source == task.Target;
        float* re = volume.Raw((2 * plane * nz) + (replaces ? layout.Radius.Z * task.Plane : 0));
        float* im = re + (plane * nz);
        float* halo = im + (plane * nz);
        for (int pair = 0; pair < layout.Pairs; pair++)
        {
            int first = layout.FirstSlice(2 * pair);
            int second = layout.FirstSlice((2 * pair) + 1);
            var source = new SourceSlices((nint)task.Source, (nint)halo, replaces && pair > 0 ? first : 0, layout.Radius.Z, task.Plane);
            crew.Run(nz, (w, worker) =>
            {
                var planes = new Planes(re + (w * plane), im + (w * plane), pitch);
                int offset = w - layout.Radius.Z;
                Forward(task, source, layout, first + offset, second + offset, planes, scratch[worker]);
            });
            int next = layout.FirstSlice(2 * (pair + 1));
            if (replaces && pair + 1 < layout.Pairs)
            {
                // Before this pair's result goes there.
                long bytes = layout.Radius.Z * task.Plane * sizeof(float);
                Buffer.MemoryCopy(task.Source + ((next - layout.Radius.Z) * task.Plane), halo, bytes, bytes);
            }

            crew.Run(ny, (v, worker) => Filter(layout, spectrum, v, re + ((nint)v * pitch), im + ((nint)v * pitch), pitch, plane, scratch[worker]));
            crew.Run(layout.BlockDepth, (slice, worker) =>
            {
                nint w = slice + layout.Radius.Z;
                var planes = new Planes(re + (w * plane), im + (w * plane), pitch);
                Inverse(task, layout, first + slice, second + slice, planes, scratch[worker]);
            });
        }
    }

    /// <summary>Real and imaginary part of one slice.</summary>
    private readonly record struct Planes(nint Real, nint Imaginary, int Pitch)
    {
        internal Planes(float* re, float* im, int pitch)
            : this((nint)re, (nint)im, pitch)
        {
        }

        internal float* Re => (float*)Real;

        internal float* Im => (float*)Imaginary;
    }

    /// <summary>Slices of the source; those before <paramref name="From"/> were overwritten by the result, and the last of them kept.</summary>
    private readonly record struct SourceSlices(nint Volume, nint Halo, int From, int HaloDepth, nint Plane)
    {
        internal float* At(int z) => z < From ? (float*)Halo + ((z - From + HaloDepth) * Plane) : (float*)Volume + (z * Plane);
    }

    /// <summary>Loads the slices of both blocks and transforms them along x and y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(ConvolutionTask task, SourceSlices source, FftLayout layout, int zRe, int zIm, Planes planes, Scratch scratch)
    {
        (int nx, int ny, int pitch) = (layout.X.Length, layout.Y.Length, planes.Pitch);
        nint floats = (nint)pitch * ny;
        new Span<float>(planes.Re, checked((int)floats)).Clear();
        new Span<float>(planes.Im, checked((int)floats)).Clear();
        bool hasRe = zRe >= task.Box.Z0 && zRe < task.Box.Z1;
        bool hasIm = zIm >= task.Box.Z0 && zIm < task.Box.Z1;
        if (!hasRe && !hasIm)
        {
            return;
        }

        nint line = (nint)Math.Max(nx, ny) * Lanes;
        float* re = scratch.Raw(4 * line);
        float* im = re + line;
        for (int v = 0; v < task.Box.Height; v += Lanes)
        {
            int rows = Math.Min(Lanes, task.Box.Height - v);
            new Span<float>(re, checked((int)(2 * line))).Clear();
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)(task.Box.Y0 + v + row) * task.Size.X) + task.Box.X0;
                LoadLine(hasRe ? source.At(zRe) + at : null, re + row, task.Box.Width);
                LoadLine(hasIm ? source.At(zIm) + at : null, im + row, task.Box.Width);
            }

            LaneFft<TVectors, TVector>.Transform(layout.X, re, im, re + (2 * line));
            for (int row = 0; row < rows; row++)
            {
                StoreLine(re + row, planes.Re + ((nint)(v + row) * pitch), nx);
                StoreLine(im + row, planes.Im + ((nint)(v + row) * pitch), nx);
            }
        }

        TransformY(layout, planes.Re, planes.Im, pitch, re, line);
    }

    /// <summary>Transforms along z, multiplies by the spectrum and transforms back, for all x of one y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Filter(
        FftLayout layout, float[] spectrum, int v, float* re, float* im, int pitch, nint plane, Scratch scratch)
    {
        (int nx, int ny, int nz) = (layout.X.Length, layout.Y.Length, layout.Z.Length);
        (int hx, int hy) = ((nx / 2) + 1, (ny / 2) + 1);
        nint line = (nint)nz * Lanes;
        float* a = scratch.Raw((4 * line) + Lanes);
        float* b = a + line;
        float* gains = a + (4 * line);
        int mirroredV = Math.Min(v, ny - v);
        for (int u = 0; u < pitch; u += Lanes)
        {
            Gather(re + u, im + u, plane, a, b, nz);
            LaneFft<TVectors, TVector>.Transform(layout.Z, a, b, a + (2 * line));
            for (int w = 0; w < nz; w++)
            {
                long row = (((long)Math.Min(w, nz - w) * hy) + mirroredV) * hx;
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int at = u + lane;
                    gains[lane] = at < nx ? spectrum[row + Math.Min(at, nx - at)] : 0;
                }

                TVector gain = TVectors.Load(gains);
                float* place = a + ((nint)w * Lanes);
                TVectors.Store(TVectors.Multiply(gain, TVectors.Load(place)), place);
                TVectors.Store(TVectors.Multiply(gain, TVectors.Load(place + line)), place + line);
            }

            LaneFft<TVectors, TVector>.Transform(layout.Z, b, a, a + (2 * line));
            Scatter(a, b, re + u, im + u, plane, nz);
        }
    }

    /// <summary>Transforms a slice back along y and x and stores what belongs to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Inverse(ConvolutionTask task, FftLayout layout, int zRe, int zIm, Planes planes, Scratch scratch)
    {
        (int nx, int ny, int pitch) = (layout.X.Length, layout.Y.Length, planes.Pitch);
        bool hasIm = zIm < task.Output.Z1;
        if (zRe >= task.Output.Z1)
        {
            return;
        }

        nint line = (nint)Math.Max(nx, ny) * Lanes;
        float* re = scratch.Raw(4 * line);
        float* im = re + line;
        TransformY(layout, planes.Im, planes.Re, pitch, re, line);
        for (int y = task.Output.Y0; y < task.Output.Y1; y += Lanes)
        {
            int rows = Math.Min(Lanes, task.Output.Y1 - y);
            new Span<float>(re, checked((int)(2 * line))).Clear();
            for (int row = 0; row < rows; row++)
            {
                nint v = ((y + row - task.Box.Y0) + ny) % ny;
                LoadLine(planes.Re + (v * pitch), re + row, nx);
                LoadLine(planes.Im + (v * pitch), im + row, nx);
            }

            LaneFft<TVectors, TVector>.Transform(layout.X, im, re, re + (2 * line));
            for (int row = 0; row < rows; row++)
            {
                for (int x = task.Output.X0; x < task.Output.X1; x++)
                {
                    nint u = (x - task.Box.X0 + nx) % nx;
                    nint at = ((nint)(y + row) * task.Size.X) + x;
                    task.Target[(zRe * task.Plane) + at] = re[(u * Lanes) + row];
                    if (hasIm)
                    {
                        task.Target[(zIm * task.Plane) + at] = im[(u * Lanes) + row];
                    }
                }
            }
        }
    }

    private static void TransformY(FftLayout layout, float* re, float* im, int pitch, float* lines, nint line)
    {
        int ny = layout.Y.Length;
        for (int u = 0; u < pitch; u += Lanes)
        {
            Gather(re + u, im + u, pitch, lines, lines + line, ny);
            LaneFft<TVectors, TVector>.Transform(layout.Y, lines, lines + line, lines + (2 * line));
            Scatter(lines, lines + line, re + u, im + u, pitch, ny);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadLine(float* source, float* target, int count)
    {
        for (nint x = 0; source is not null && x < count; x++)
        {
            target[x * Lanes] = source[x];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreLine(float* source, float* target, int count)
    {
        for (nint x = 0; x < count; x++)
        {
            target[x] = source[x * Lanes];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* re, float* im, nint stride, float* toRe, float* toIm, int count)
    {
        for (nint n = 0; n < count; n++)
        {
            TVectors.Store(TVectors.Load(re + (n * stride)), toRe + (n * Lanes));
            TVectors.Store(TVectors.Load(im + (n * stride)), toIm + (n * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(float* re, float* im, float* toRe, float* toIm, nint stride, int count)
    {
        for (nint n = 0; n < count; n++)
        {
            TVectors.Store(TVectors.Load(re + (n * Lanes)), toRe + (n * stride));
            TVectors.Store(TVectors.Load(im + (n * Lanes)), toIm + (n * stride));
        }
    }
}
