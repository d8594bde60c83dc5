using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>The primitives as plain loops in double, the judge of every backend.</summary>
internal static class Oracle
{
    internal static double[] Convolve(float[] source, Size3 size, Size3 radius, double[] octant)
    {
        var target = new double[source.Length];
        for (int n = 0; n < source.Length; n++)
        {
            if (source[n] == 0)
            {
                continue;
            }

            (int x, int y, int z) = (n % size.X, n / size.X % size.Y, n / (size.X * size.Y));
            for (int k = Math.Max(0, z - radius.Z); k <= Math.Min(size.Z - 1, z + radius.Z); k++)
            {
                for (int j = Math.Max(0, y - radius.Y); j <= Math.Min(size.Y - 1, y + radius.Y); j++)
                {
                    for (int i = Math.Max(0, x - radius.X); i <= Math.Min(size.X - 1, x + radius.X); i++)
                    {
                        target[i + (size.X * (j + (size.Y * k)))] +=
                            source[n] * octant[Math.Abs(i - x) + ((radius.X + 1) * (Math.Abs(j - y) + ((radius.Y + 1) * Math.Abs(k - z))))];
                    }
                }
            }
        }

        return target;
    }

    internal static double[] Convolve(float[] source, Size3 size, SymmetricKernel kernel) =>
        Convolve(source, size, kernel.Radius, [.. kernel.Octant.Select(w => (double)w)]);

    internal static double[] Convolve(float[] source, Size3 size, SeparableKernel kernel)
    {
        (int nx, int ny, int nz) = (kernel.Radius.X + 1, kernel.Radius.Y + 1, kernel.Radius.Z + 1);
        var octant = new double[nx * ny * nz];
        octant[0] = kernel.Delta;
        foreach (SeparableTerm term in kernel.Terms)
        {
            for (int n = 0; n < octant.Length; n++)
            {
                octant[n] += (double)term.X[n % nx] * term.Y[n / nx % ny] * term.Z[n / (nx * ny)];
            }
        }

        return Convolve(source, size, kernel.Radius, octant);
    }

    internal static double[] Resample(float[] source, Size3 size, AffineTransform map, float outside, Size3 targetSize)
    {
        var target = new double[targetSize.Count];
        for (int n = 0; n < target.Length; n++)
        {
            Vec3 at = map.Apply(new(n % targetSize.X, n / targetSize.X % targetSize.Y, n / (targetSize.X * targetSize.Y)));
            target[n] = IsInside(at, size) ? Interpolate(source, size, at) : outside;
        }

        return target;
    }

    private static bool IsInside(Vec3 at, Size3 size) =>
        Enumerable.Range(0, 3).All(axis => at[axis] >= -0.5 - 1e-4 && at[axis] <= size[axis] - 0.5 + 1e-4);

    private static double Interpolate(float[] source, Size3 size, Vec3 at)
    {
        double sum = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            double weight = 1;
            int index = 0;
            for (int axis = 2; axis >= 0; axis--)
            {
                double place = Math.Clamp(at[axis], 0, size[axis] - 1);
                int low = (int)Math.Floor(place);
                bool upper = (corner >> axis & 1) == 1;
                weight *= upper ? place - low : 1 - (place - low);
                index = (index * size[axis]) + Math.Min(size[axis] - 1, upper ? low + 1 : low);
            }

            sum += weight == 0 ? 0 : weight * source[index];
        }

        return sum;
    }
}
