using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// How a convolution is laid out for FFTs: padded so that nothing wraps around, and along z in equal blocks (overlap-save), two of
/// which share one complex transform as its real and imaginary part. It depends on the activity's box and the radius only, so that
/// the result does not depend on device, cores or memory.
/// </summary>
internal sealed class FftLayout
{
    private const int ShortestBlock = 48;

    internal FftLayout(VoxelBox box, Size3 size, Size3 radius)
    {
        Box = box;
        Output = box.Grow(radius, size);
        Radius = radius;
        X = FftPlan.AtLeast(box.Width + radius.X + Math.Max(box.X0 - Output.X0, Output.X1 - box.X1));
        Y = FftPlan.AtLeast(box.Height + radius.Y + Math.Max(box.Y0 - Output.Y0, Output.Y1 - box.Y1));
        int wanted = Math.Max(ShortestBlock, 4 * radius.Z);
        int pairs = Math.Max(1, (Output.Depth + wanted) / (2 * wanted));
        BlockDepth = (Output.Depth + (2 * pairs) - 1) / (2 * pairs);
        Pairs = pairs;
        Z = FftPlan.AtLeast(BlockDepth + (2 * radius.Z));
    }

    internal VoxelBox Box { get; }

    internal VoxelBox Output { get; }

    internal Size3 Radius { get; }

    internal FftPlan X { get; }

    internal FftPlan Y { get; }

    internal FftPlan Z { get; }

    /// <summary>Slices of the result that one block yields.</summary>
    internal int BlockDepth { get; }

    /// <summary>Number of pairs of blocks.</summary>
    internal int Pairs { get; }

    /// <summary>First slice of the result in a block.</summary>
    internal int FirstSlice(int block) => Output.Z0 + (block * BlockDepth);

    /// <summary>
    /// The kernel's spectrum, real and even: (nx/2+1)(ny/2+1)(nz/2+1) values, x fastest, divided by the number of points so that the
    /// inverse transform needs no factor.
    /// </summary>
    internal float[] Spectrum(SymmetricKernel kernel)
    {
        (int rx, int ry, int rz) = (kernel.Radius.X, kernel.Radius.Y, kernel.Radius.Z);
        (int hx, int hy, int hz) = ((X.Length / 2) + 1, (Y.Length / 2) + 1, (Z.Length / 2) + 1);
        double scale = 1.0 / ((double)X.Length * Y.Length * Z.Length);
        var alongX = new double[hx * (ry + 1) * (rz + 1)];
        for (int n = 0; n < (ry + 1) * (rz + 1); n++)
        {
            for (int i = 0; i <= rx; i++)
            {
                double weight = (i == 0 ? 1 : 2) * scale * kernel.Octant[(n * (rx + 1)) + i];
                AddCosine(alongX.AsSpan(n * hx, hx), weight, i, X.Length);
            }
        }

        var alongY = new double[hx * hy * (rz + 1)];
        for (int k = 0; k <= rz; k++)
        {
            for (int v = 0; v < hy; v++)
            {
                Span<double> target = alongY.AsSpan(((k * hy) + v) * hx, hx);
                for (int j = 0; j <= ry; j++)
                {
                    AddRow(target, (j == 0 ? 1 : 2) * Cosine(j, v, Y.Length), alongX.AsSpan(((k * (ry + 1)) + j) * hx, hx));
                }
            }
        }

        var spectrum = new float[(long)hx * hy * hz];
        var cosines = new double[rz + 1];
        var row = new double[hx];
        for (int w = 0; w < hz; w++)
        {
            for (int v = 0; v < hy; v++)
            {
                Array.Clear(row);
                for (int k = 0; k <= rz; k++)
                {
                    cosines[k] = (k == 0 ? 1 : 2) * Cosine(k, w, Z.Length);
                    AddRow(row, cosines[k], alongY.AsSpan(((k * hy) + v) * hx, hx));
                }

                for (int u = 0; u < hx; u++)
                {
                    spectrum[(((long)w * hy) + v) * hx + u] = (float)row[u];
                }
            }
        }

        return spectrum;
    }

    private static double Cosine(int offset, int frequency, int length) =>
        Math.Cos(2 * Math.PI * ((long)offset * frequency % length) / length);

    private static void AddCosine(Span<double> target, double weight, int offset, int length)
    {
        for (int u = 0; u < target.Length; u++)
        {
            target[u] += weight * Cosine(offset, u, length);
        }
    }

    private static void AddRow(Span<double> target, double weight, ReadOnlySpan<double> row)
    {
        int lanes = System.Numerics.Vector<double>.Count;
        int n = 0;
        for (; n <= target.Length - lanes; n += lanes)
        {
            (new System.Numerics.Vector<double>(target[n..]) + (weight * new System.Numerics.Vector<double>(row[n..]))).CopyTo(target[n..]);
        }

        for (; n < target.Length; n++)
        {
            target[n] += weight * row[n];
        }
    }
}
