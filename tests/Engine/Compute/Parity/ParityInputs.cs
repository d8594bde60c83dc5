using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>Seeded volumes and kernels for the parity cases.</summary>
internal static class ParityInputs
{
    internal static float[] Dense(Size3 size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)size.Count).Select(_ => (float)(random.NextDouble() - 0.1))];
    }

    /// <summary>Zero but for a box; its place includes the volume's corner when <paramref name="first"/> is (0, 0, 0).</summary>
    internal static float[] Boxed(Size3 size, Size3 first, Size3 extent, int seed)
    {
        float[] values = Dense(size, seed);
        for (int n = 0; n < values.Length; n++)
        {
            (int x, int y, int z) = (n % size.X - first.X, n / size.X % size.Y - first.Y, n / (size.X * size.Y) - first.Z);
            if (x < 0 || y < 0 || z < 0 || x >= extent.X || y >= extent.Y || z >= extent.Z)
            {
                values[n] = 0;
            }
        }

        return values;
    }

    /// <summary>A kernel that falls off with distance, as dose kernels do, with noise so that no symmetry but the octant's helps.</summary>
    internal static SymmetricKernel Symmetric(Size3 radius, int seed)
    {
        var random = new Random(seed);
        var octant = new float[(radius.X + 1) * (radius.Y + 1) * (radius.Z + 1)];
        for (int n = 0; n < octant.Length; n++)
        {
            (int i, int j, int k) = (n % (radius.X + 1), n / (radius.X + 1) % (radius.Y + 1), n / ((radius.X + 1) * (radius.Y + 1)));
            octant[n] = (float)(Math.Exp(-0.7 * Math.Sqrt((i * i) + (j * j) + (k * k))) * (0.5 + random.NextDouble()));
        }

        return new(radius, octant);
    }

    internal static SeparableKernel Separable(Size3 radius, int terms, int seed)
    {
        var random = new Random(seed);
        float[] Profile(int r) => [.. Enumerable.Range(0, r + 1).Select(d => (float)(Math.Exp(-0.5 * d) * (0.2 + random.NextDouble())))];
        return new(
            radius,
            0.3f,
            [.. Enumerable.Range(0, terms).Select(_ => new SeparableTerm(Profile(radius.X), Profile(radius.Y), Profile(radius.Z)))]);
    }

    /// <summary>Terms of which each goes less far than the one after it, on one axis less than on another.</summary>
    internal static SeparableKernel UnequalReach(Size3 radius, int terms, int seed)
    {
        SeparableKernel whole = Separable(radius, terms, seed);
        float[] Cut(float[] profile, int reach) => [.. profile.Select((value, d) => d <= reach ? value : 0)];
        return whole with
        {
            Terms = [.. whole.Terms.Select((term, k) => new SeparableTerm(
                Cut(term.X, radius.X * (k + 1) / terms), Cut(term.Y, radius.Y * k / terms), Cut(term.Z, radius.Z * (terms - k) / terms)))],
        };
    }

    /// <summary>A shift, turn and scale between two grids, none of it along an axis.</summary>
    internal static AffineTransform Oblique(Vec3 shift) => new(
        Mat3.FromRows(new(0.9, -0.3, 0.1), new(0.25, 1.1, -0.2), new(-0.05, 0.2, 0.7)), shift);
}
