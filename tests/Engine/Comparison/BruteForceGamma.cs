using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Comparison;

/// <summary>Gamma by trying every point of a fine lattice around each reference voxel: slow, plain, independent of the product's search.</summary>
internal sealed class BruteForceGamma(Volume evaluated, double distanceMm, double latticeMm, bool refine = true)
{
    private readonly (Vec3 OffsetMm, double Distance2)[] _lattice = Lattice(distanceMm, latticeMm);

    /// <summary>Gamma of a reference point given in voxels of the evaluated grid; grids are axis-aligned.</summary>
    internal double At(Vec3 index, double referenceGy, double deltaGy)
    {
        Vec3 spacing = evaluated.Grid.SpacingMm;
        Size3 size = evaluated.Grid.Size;
        double Square(Vec3 offset)
        {
            double x = index.X + (offset.X / spacing.X), y = index.Y + (offset.Y / spacing.Y), z = index.Z + (offset.Z / spacing.Z);
            if (x < -0.5 || y < -0.5 || z < -0.5 || x > size.X - 0.5 || y > size.Y - 0.5 || z > size.Z - 0.5)
            {
                return double.PositiveInfinity;
            }

            double dose = (Interpolate(x, y, z) - referenceGy) / deltaGy;
            return (Vec3.Dot(offset, offset) / (distanceMm * distanceMm)) + (dose * dose);
        }

        double best = GammaCriteria.MaxGamma * GammaCriteria.MaxGamma;
        Vec3 at = default;
        foreach ((Vec3 offset, double distance2) in _lattice)
        {
            if (distance2 >= best)
            {
                // The lattice is in the order of distance.
                break;
            }

            if (Square(offset) is var square && square < best)
            {
                (best, at) = (square, offset);
            }
        }

        return Math.Sqrt(refine ? Refine(Square, at, best) : best);
    }

    /// <summary>Walks on from the best lattice point in ever smaller steps.</summary>
    private double Refine(Func<Vec3, double> square, Vec3 at, double best)
    {
        for (double step = latticeMm; step > 0.002; step *= 0.7)
        {
            Vec3 centre = at;
            for (int n = 0; n < 27; n++)
            {
                Vec3 offset = centre + (step * new Vec3((n % 3) - 1, (n / 3 % 3) - 1, (n / 9) - 1));
                if (square(offset) is var value && value < best)
                {
                    (best, at) = (value, offset);
                }
            }
        }

        return best;
    }

    private double Interpolate(double x, double y, double z)
    {
        Size3 size = evaluated.Grid.Size;
        (int x0, int x1, double fx) = Axis(x, size.X);
        (int y0, int y1, double fy) = Axis(y, size.Y);
        (int z0, int z1, double fz) = Axis(z, size.Z);
        double V(int i, int j, int k) => evaluated.Values[i + (size.X * (j + (size.Y * k)))];
        double Row(int j, int k) => ((1 - fx) * V(x0, j, k)) + (fx * V(x1, j, k));
        return ((1 - fz) * (((1 - fy) * Row(y0, z0)) + (fy * Row(y1, z0)))) + (fz * (((1 - fy) * Row(y0, z1)) + (fy * Row(y1, z1))));
    }

    private static (int Low, int High, double Fraction) Axis(double at, int count)
    {
        double clamped = Math.Clamp(at, 0, count - 1);
        int low = Math.Min((int)clamped, Math.Max(0, count - 2));
        return (low, Math.Min(low + 1, count - 1), clamped - low);
    }

    private static (Vec3, double)[] Lattice(double distanceMm, double latticeMm)
    {
        int reach = (int)Math.Ceiling(GammaCriteria.MaxGamma * distanceMm / latticeMm);
        int[] steps = [.. Enumerable.Range(-reach, (2 * reach) + 1)];
        return [.. (from i in steps
                    from j in steps
                    from k in steps
                    let offset = new Vec3(i * latticeMm, j * latticeMm, k * latticeMm)
                    let distance2 = Vec3.Dot(offset, offset) / (distanceMm * distanceMm)
                    where distance2 <= GammaCriteria.MaxGamma * GammaCriteria.MaxGamma
                    orderby distance2
                    select (offset, distance2))];
    }
}
