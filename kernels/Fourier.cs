using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>FFT convolution: load a pair of blocks as real and imaginary part, transform, multiply by a real even spectrum, transform back, store.</summary>
public static class Fourier
{
    /// <summary>Fills the complex array from the volume: real and imaginary part from two runs of slices; zero outside the box.</summary>
    public static void Load(
        Index1D thread, ArrayView<float> volume, Extent size, ArrayView<float> re, ArrayView<float> im, FftBlock block)
    {
        int end = IntrinsicMath.Min((thread.X + 1) * block.Chunk, block.Nx * block.Ny * block.Nz);
        for (int n = thread.X * block.Chunk; n < end; n++)
        {
            int row = n / block.Nx;
            int x = block.OriginX + n - (row * block.Nx);
            int slice = row / block.Ny;
            int y = block.OriginY + row - (slice * block.Ny);
            float real = 0f;
            float imaginary = 0f;
            if (x < block.Box.X + block.Box.Width && y < block.Box.Y + block.Box.Height)
            {
                int z = block.RealSlice + slice;
                if (z >= block.Box.Z && z < block.Box.Z + block.Box.Depth)
                {
                    real = volume[x + (size.X * (y + (size.Y * z)))];
                }

                z = block.ImaginarySlice + slice;
                if (z >= block.Box.Z && z < block.Box.Z + block.Box.Depth)
                {
                    imaginary = volume[x + (size.X * (y + (size.Y * z)))];
                }
            }

            re[n] = real;
            im[n] = imaginary;
        }
    }

    /// <summary>Stores the part of the complex array that is free of wrap-around into the box of the result.</summary>
    public static void Store(
        Index1D thread, ArrayView<float> re, ArrayView<float> im, ArrayView<float> volume, Extent size, FftBlock block)
    {
        int count = block.Box.Width * block.Box.Height * block.Stored;
        int end = IntrinsicMath.Min((thread.X + 1) * block.Chunk, count);
        for (int n = thread.X * block.Chunk; n < end; n++)
        {
            int row = n / block.Box.Width;
            int x = block.Box.X + n - (row * block.Box.Width);
            int slice = row / block.Box.Height;
            int y = block.Box.Y + row - (slice * block.Box.Height);
            int u = x - block.OriginX;
            int v = y - block.OriginY;
            u += u < 0 ? block.Nx : 0;
            v += v < 0 ? block.Ny : 0;
            int from = u + (block.Nx * (v + (block.Ny * (block.FirstStored + slice))));
            int end1 = block.Box.Z + block.Box.Depth;
            int z = block.RealSlice + block.FirstStored + slice;
            if (z < end1)
            {
                volume[x + (size.X * (y + (size.Y * z)))] = re[from];
            }

            z = block.ImaginarySlice + block.FirstStored + slice;
            if (z < end1)
            {
                volume[x + (size.X * (y + (size.Y * z)))] = im[from];
            }
        }
    }

    /// <summary>Multiplies by a real spectrum that is even along each axis, kept as its octant.</summary>
    public static void Filter(Index1D thread, ArrayView<float> re, ArrayView<float> im, ArrayView<float> octant, FftBlock block)
    {
        int hx = (block.Nx / 2) + 1;
        int hy = (block.Ny / 2) + 1;
        int end = IntrinsicMath.Min((thread.X + 1) * block.Chunk, block.Nx * block.Ny * block.Nz);
        for (int n = thread.X * block.Chunk; n < end; n++)
        {
            int row = n / block.Nx;
            int u = n - (row * block.Nx);
            int w = row / block.Ny;
            int v = row - (w * block.Ny);
            u = IntrinsicMath.Min(u, block.Nx - u);
            v = IntrinsicMath.Min(v, block.Ny - v);
            w = IntrinsicMath.Min(w, block.Nz - w);
            float gain = octant[u + (hx * (v + (hy * w)))];
            re[n] *= gain;
            im[n] *= gain;
        }
    }

    /// <summary>One radix pass. The inverse transform (unscaled) is the forward one with real and imaginary parts exchanged.</summary>
    public static void Pass(
        Index1D thread,
        ArrayView<float> fromRe,
        ArrayView<float> fromIm,
        ArrayView<float> toRe,
        ArrayView<float> toIm,
        ArrayView<float> cosines,
        ArrayView<float> sines,
        FftPass pass)
    {
        int end = IntrinsicMath.Min((thread.X + 1) * pass.Chunk, pass.Count);
        for (int n = thread.X * pass.Chunk; n < end; n++)
        {
            Butterfly(n, fromRe, fromIm, toRe, toIm, cosines, sines, pass);
        }
    }

    private static void Butterfly(
        int n,
        ArrayView<float> fromRe,
        ArrayView<float> fromIm,
        ArrayView<float> toRe,
        ArrayView<float> toIm,
        ArrayView<float> cosines,
        ArrayView<float> sines,
        FftPass pass)
    {
        int stride = pass.Length / pass.Radix;
        int rest = n / pass.Inner;
        int inner = n - (rest * pass.Inner);
        int outer = rest / stride;
        int i = rest - (outer * stride);
        int k = i % pass.Done;
        int offset = inner + (outer * pass.OuterStride);
        int root = k * (stride / pass.Done);
        int from = offset + (i * pass.Stride);
        int step = stride * pass.Stride;
        int to = offset + ((((i - k) * pass.Radix) + k) * pass.Stride);
        int toStep = pass.Done * pass.Stride;

        float ar = fromRe[from];
        float ai = fromIm[from];
        float c = cosines[root];
        float s = sines[root];
        float x = fromRe[from + step];
        float y = fromIm[from + step];
        float br = (x * c) - (y * s);
        float bi = (x * s) + (y * c);
        if (pass.Radix == 2)
        {
            toRe[to] = ar + br;
            toIm[to] = ai + bi;
            toRe[to + toStep] = ar - br;
            toIm[to + toStep] = ai - bi;
            return;
        }

        c = cosines[2 * root];
        s = sines[2 * root];
        x = fromRe[from + (2 * step)];
        y = fromIm[from + (2 * step)];
        float cr = (x * c) - (y * s);
        float ci = (x * s) + (y * c);
        if (pass.Radix == 3)
        {
            const float side3 = 0.866025403784438647f;
            float mr = ar - (0.5f * (br + cr));
            float mi = ai - (0.5f * (bi + ci));
            float wr = side3 * (bi - ci);
            float wi = side3 * (br - cr);
            toRe[to] = ar + br + cr;
            toIm[to] = ai + bi + ci;
            toRe[to + toStep] = mr + wr;
            toIm[to + toStep] = mi - wi;
            toRe[to + (2 * toStep)] = mr - wr;
            toIm[to + (2 * toStep)] = mi + wi;
            return;
        }

        c = cosines[3 * root];
        s = sines[3 * root];
        x = fromRe[from + (3 * step)];
        y = fromIm[from + (3 * step)];
        float dr = (x * c) - (y * s);
        float di = (x * s) + (y * c);
        if (pass.Radix == 4)
        {
            toRe[to] = ar + cr + (br + dr);
            toIm[to] = ai + ci + (bi + di);
            toRe[to + toStep] = ar - cr + (bi - di);
            toIm[to + toStep] = ai - ci - (br - dr);
            toRe[to + (2 * toStep)] = ar + cr - (br + dr);
            toIm[to + (2 * toStep)] = ai + ci - (bi + di);
            toRe[to + (3 * toStep)] = ar - cr - (bi - di);
            toIm[to + (3 * toStep)] = ai - ci + (br - dr);
            return;
        }

        c = cosines[4 * root];
        s = sines[4 * root];
        x = fromRe[from + (4 * step)];
        y = fromIm[from + (4 * step)];
        float er = (x * c) - (y * s);
        float ei = (x * s) + (y * c);
        const float c1 = 0.309016994374947424f;
        const float c2 = -0.809016994374947424f;
        const float s1 = 0.951056516295153572f;
        const float s2 = 0.587785252292473129f;
        float pr = br + er;
        float pi = bi + ei;
        float qr = cr + dr;
        float qi = ci + di;
        float ur = br - er;
        float ui = bi - ei;
        float vr = cr - dr;
        float vi = ci - di;
        float m1r = ar + (c1 * pr) + (c2 * qr);
        float m1i = ai + (c1 * pi) + (c2 * qi);
        float m2r = ar + (c2 * pr) + (c1 * qr);
        float m2i = ai + (c2 * pi) + (c1 * qi);
        float x1r = (s1 * ui) + (s2 * vi);
        float x1i = (s1 * ur) + (s2 * vr);
        float x2r = (s2 * ui) - (s1 * vi);
        float x2i = (s2 * ur) - (s1 * vr);
        toRe[to] = ar + (pr + qr);
        toIm[to] = ai + (pi + qi);
        toRe[to + toStep] = m1r + x1r;
        toIm[to + toStep] = m1i - x1i;
        toRe[to + (2 * toStep)] = m2r + x2r;
        toIm[to + (2 * toStep)] = m2i - x2i;
        toRe[to + (3 * toStep)] = m2r - x2r;
        toIm[to + (3 * toStep)] = m2i + x2i;
        toRe[to + (4 * toStep)] = m1r - x1r;
        toIm[to + (4 * toStep)] = m1i + x1i;
    }
}
