using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// What an approximate kernel does to dose, computed in double on test distributions: the voxels around one that are equal by symmetry, for each
/// distance; a sheet and a half-space across each axis, a corner (an eighth of space), a ball of 10 mm radius, and seeds scattered over 40 mm. They are the
/// sharpest and the widest that an activity can be, a lesion between them, and speckle whose gaps get the kernel's tail alone. The error is the largest relative deviation in any voxel with at least 1 % of the largest dose
/// (for the first, of the dose that a voxel's own activity gives it).
/// </summary>
internal static class KernelGate
{
    internal const double DoseFloor = 0.01;
    internal const double BallRadiusMm = 10;

    /// <summary>Radii of the shells, mm: those whose middle was worst in forms that no shell gated; a wider one more made some spacings better and others worse (ADR 0006).</summary>
    internal static readonly double[] ShellRadiiMm = [6, 8.5];

    /// <summary>What an error of a shell counts beside others in a fit, which may so be 2.5 times as far off there.</summary>
    internal const double ShellWeight = 0.4;
    private const int SeedCount = 100;
    private const double SeedsHalfWidthMm = 20;

    /// <summary>Largest relative dose error of an octant of weights against another.</summary>
    internal static double MaxDoseError(KernelClasses classes, double[] exact, double[] approximate)
    {
        Size3 radius = classes.Table.Radius;
        var point = new Worst();
        for (int k = 0, n = 0; k <= radius.Z; k++)
        {
            for (int j = 0; j <= radius.Y; j++)
            {
                for (int i = 0; i <= radius.X; i++, n++)
                {
                    double copies = classes.Copies[classes.Of(i, j, k)];
                    point.Add(copies * exact[n], copies * approximate[n], exact[0]);
                }
            }
        }

        double[] exactFull = Unfold(exact, radius);
        double[] approximateFull = Unfold(approximate, radius);
        Size3 full = new((2 * radius.X) + 1, (2 * radius.Y) + 1, (2 * radius.Z) + 1);
        double worst = point.Relative;
        for (int axis = 0; axis < 3; axis++)
        {
            worst = Math.Max(worst, OfSheetAndHalfSpace(exactFull, approximateFull, full, axis));
        }

        worst = Math.Max(worst, OfCentred(classes, Ball(classes.Table.SpacingMm), exact, approximate));
        worst = Math.Max(worst, OfSeeds(classes, exact, approximate));

        // Running sums along all axes are the dose of a corner.
        for (int axis = 0; axis < 3; axis++)
        {
            Accumulate(exactFull, full, axis);
            Accumulate(approximateFull, full, axis);
        }

        return Math.Max(worst, Compare(exactFull, approximateFull));
    }

    /// <summary>Largest relative dose error in and around shells, in whose middle the ends of all tails meet.</summary>
    internal static double MaxShellDoseError(KernelClasses classes, double[] exact, double[] approximate) =>
        ShellRadiiMm.Max(radiusMm => OfCentred(classes, Shell(classes.Table.SpacingMm, radiusMm), exact, approximate));

    /// <summary>A sheet of one voxel, and its running sum.</summary>
    private static double OfSheetAndHalfSpace(double[] exact, double[] approximate, Size3 full, int axis)
    {
        double[] Profile(double[] weights)
        {
            double[] profile = new double[full[axis]];
            for (int n = 0; n < weights.Length; n++)
            {
                int at = axis switch { 0 => n % full.X, 1 => n / full.X % full.Y, _ => n / (full.X * full.Y) };
                profile[at] += weights[n];
            }

            return profile;
        }

        double[] sheet = Profile(exact);
        double[] approximateSheet = Profile(approximate);
        double worst = Compare(sheet, approximateSheet);
        for (int i = 1; i < sheet.Length; i++)
        {
            sheet[i] += sheet[i - 1];
            approximateSheet[i] += approximateSheet[i - 1];
        }

        return Math.Max(worst, Compare(sheet, approximateSheet));
    }

    /// <summary>The voxels of the ball.</summary>
    internal static List<(int X, int Y, int Z)> Ball(Vec3 spacingMm) => Between(spacingMm, 0, BallRadiusMm);

    /// <summary>The voxels of a shell, one voxel of the widest spacing thick.</summary>
    internal static List<(int X, int Y, int Z)> Shell(Vec3 spacingMm, double radiusMm)
    {
        double half = Math.Max(spacingMm.X, Math.Max(spacingMm.Y, spacingMm.Z)) / 2;
        return Between(spacingMm, Math.Max(0, radiusMm - half), radiusMm + half);
    }

    /// <summary>The last voxel that a body gives dose, from its centre.</summary>
    internal static Size3 LastOf(List<(int X, int Y, int Z)> body, Size3 radius) =>
        new(body.Max(voxel => voxel.X) + radius.X, body.Max(voxel => voxel.Y) + radius.Y, body.Max(voxel => voxel.Z) + radius.Z);

    /// <summary>Single voxels of unequal activity, scattered without regard to the grid's symmetries; the same ones each time.</summary>
    internal static List<(int X, int Y, int Z, double Activity)> Seeds(Vec3 spacingMm)
    {
        // Numbers of a linear congruence (Knuth's MMIX), so that they never change with a library.
        ulong state = 90;
        double Next()
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (state >> 11) / (double)(1UL << 53);
        }

        int Place(double spacing) => (int)Math.Floor((2 * Next() - 1) * SeedsHalfWidthMm / spacing);
        return [.. Enumerable.Range(0, SeedCount).Select(_ => (Place(spacingMm.X), Place(spacingMm.Y), Place(spacingMm.Z), Next()))];
    }

    /// <summary>First and last voxel that the seeds give dose.</summary>
    internal static ((int X, int Y, int Z) First, (int X, int Y, int Z) Last) AroundSeeds(List<(int X, int Y, int Z, double Activity)> seeds, Size3 radius) => (
        (seeds.Min(seed => seed.X) - radius.X, seeds.Min(seed => seed.Y) - radius.Y, seeds.Min(seed => seed.Z) - radius.Z),
        (seeds.Max(seed => seed.X) + radius.X, seeds.Max(seed => seed.Y) + radius.Y, seeds.Max(seed => seed.Z) + radius.Z));

    private static List<(int X, int Y, int Z)> Between(Vec3 spacingMm, double innerMm, double outerMm)
    {
        (int rx, int ry, int rz) = ((int)(outerMm / spacingMm.X), (int)(outerMm / spacingMm.Y), (int)(outerMm / spacingMm.Z));
        var voxels = new List<(int, int, int)>();
        for (int z = -rz; z <= rz; z++)
        {
            for (int y = -ry; y <= ry; y++)
            {
                for (int x = -rx; x <= rx; x++)
                {
                    double squared = Square(x * spacingMm.X) + Square(y * spacingMm.Y) + Square(z * spacingMm.Z);
                    if (squared >= Square(innerMm) && squared <= Square(outerMm))
                    {
                        voxels.Add((x, y, z));
                    }
                }
            }
        }

        return voxels;
    }

    private static double OfCentred(KernelClasses classes, List<(int X, int Y, int Z)> body, double[] exact, double[] approximate)
    {
        Size3 radius = classes.Table.Radius;
        Size3 last = LastOf(body, radius);
        List<(int X, int Y, int Z, double Activity)> sources = [.. body.Select(voxel => (voxel.X, voxel.Y, voxel.Z, 1.0))];
        return Compare(radius, sources, (0, 0, 0), (last.X, last.Y, last.Z), classes.IsFirst, exact, approximate);
    }

    private static double OfSeeds(KernelClasses classes, double[] exact, double[] approximate)
    {
        Size3 radius = classes.Table.Radius;
        List<(int X, int Y, int Z, double Activity)> seeds = Seeds(classes.Table.SpacingMm);
        ((int X, int Y, int Z) first, (int X, int Y, int Z) last) = AroundSeeds(seeds, radius);
        return Compare(radius, seeds, first, last, (_, _, _) => true, exact, approximate);
    }

    private static double Compare(
        Size3 radius, List<(int X, int Y, int Z, double Activity)> sources, (int X, int Y, int Z) first, (int X, int Y, int Z) last, Func<int, int, int, bool> isWanted,
        double[] exact, double[] approximate)
    {
        Size3 size = new(last.X - first.X + 1, last.Y - first.Y + 1, last.Z - first.Z + 1);
        (double[] exactDoses, double[] approximateDoses) = (new double[size.Count], new double[size.Count]);
        (double[] exactFull, double[] approximateFull) = (Unfold(exact, radius), Unfold(approximate, radius));
        foreach ((int x, int y, int z, double activity) in sources)
        {
            (int x0, int x1) = (Math.Max(first.X, x - radius.X), Math.Min(last.X, x + radius.X));
            int count = x1 - x0 + 1;
            if (count <= 0)
            {
                continue; // it gives no dose to the targets
            }

            for (int tz = Math.Max(first.Z, z - radius.Z); tz <= Math.Min(last.Z, z + radius.Z); tz++)
            {
                for (int ty = Math.Max(first.Y, y - radius.Y); ty <= Math.Min(last.Y, y + radius.Y); ty++)
                {
                    int target = x0 - first.X + (size.X * (ty - first.Y + (size.Y * (tz - first.Z))));
                    int entry = x0 - x + radius.X + (((2 * radius.X) + 1) * (ty - y + radius.Y + (((2 * radius.Y) + 1) * (tz - z + radius.Z))));
                    FixedRows.Add(activity, exactFull.AsSpan(entry, count), exactDoses.AsSpan(target, count));
                    FixedRows.Add(activity, approximateFull.AsSpan(entry, count), approximateDoses.AsSpan(target, count));
                }
            }
        }

        int[] wanted = [.. Enumerable.Range(0, exactDoses.Length).Where(n => isWanted(first.X + (n % size.X), first.Y + (n / size.X % size.Y), first.Z + (n / (size.X * size.Y))))];
        return Compare([.. wanted.Select(n => exactDoses[n])], [.. wanted.Select(n => approximateDoses[n])]);
    }

    private static double Square(double value) => value * value;

    private static double Compare(double[] exact, double[] approximate)
    {
        double max = exact.Max();
        var worst = new Worst();
        for (int n = 0; n < exact.Length; n++)
        {
            worst.Add(exact[n], approximate[n], max);
        }

        return worst.Relative;
    }

    private static double[] Unfold(double[] octant, Size3 radius)
    {
        double[] full = new double[((2 * radius.X) + 1) * ((2 * radius.Y) + 1) * ((2 * radius.Z) + 1)];
        int n = 0;
        for (int k = -radius.Z; k <= radius.Z; k++)
        {
            for (int j = -radius.Y; j <= radius.Y; j++)
            {
                for (int i = -radius.X; i <= radius.X; i++)
                {
                    full[n++] = octant[Math.Abs(i) + ((radius.X + 1) * (Math.Abs(j) + ((radius.Y + 1) * Math.Abs(k))))];
                }
            }
        }

        return full;
    }

    private static void Accumulate(double[] values, Size3 size, int axis)
    {
        int stride = axis switch { 0 => 1, 1 => size.X, _ => size.X * size.Y };
        for (int n = 0; n < values.Length; n++)
        {
            int at = n / stride % size[axis];
            if (at > 0)
            {
                values[n] += values[n - stride];
            }
        }
    }

    private struct Worst
    {
        internal double Relative { get; private set; }

        internal void Add(double exact, double approximate, double max)
        {
            if (exact >= DoseFloor * max)
            {
                Relative = Math.Max(Relative, Math.Abs(approximate - exact) / exact);
            }
        }
    }
}
