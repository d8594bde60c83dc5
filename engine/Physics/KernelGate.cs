using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// What an approximate kernel does to dose, computed in double on test distributions: one voxel, a half-space cut across each axis, a
/// corner (an eighth of space), and a ball of 10 mm radius. They are the sharpest and the widest that an activity can be, and a lesion
/// between them. The error is the largest relative deviation in any voxel with at least 1 % of the distribution's largest dose.
/// </summary>
internal static class KernelGate
{
    internal const double DoseFloor = 0.01;
    internal const double BallRadiusMm = 10;

    /// <summary>Largest relative dose error of an octant of weights against another.</summary>
    internal static double MaxDoseError(double[] exact, double[] approximate, Size3 radius, Vec3 spacingMm)
    {
        var point = new Worst();
        for (int n = 0; n < exact.Length; n++)
        {
            point.Add(exact[n], approximate[n], exact[0]);
        }

        double[] exactFull = Unfold(exact, radius);
        double[] approximateFull = Unfold(approximate, radius);
        Size3 full = new((2 * radius.X) + 1, (2 * radius.Y) + 1, (2 * radius.Z) + 1);
        double worst = point.Relative;
        for (int axis = 0; axis < 3; axis++)
        {
            worst = Math.Max(worst, OfHalfSpace(exactFull, approximateFull, full, axis));
        }

        worst = Math.Max(worst, OfBall(exactFull, approximateFull, full, radius, spacingMm));

        // Running sums along all axes are the dose of a corner.
        for (int axis = 0; axis < 3; axis++)
        {
            Accumulate(exactFull, full, axis);
            Accumulate(approximateFull, full, axis);
        }

        return Math.Max(worst, Compare(exactFull, approximateFull));
    }

    private static double OfHalfSpace(double[] exact, double[] approximate, Size3 full, int axis)
    {
        double[] Profile(double[] weights)
        {
            double[] profile = new double[full[axis]];
            for (int n = 0; n < weights.Length; n++)
            {
                int at = axis switch { 0 => n % full.X, 1 => n / full.X % full.Y, _ => n / (full.X * full.Y) };
                profile[at] += weights[n];
            }

            for (int i = 1; i < profile.Length; i++)
            {
                profile[i] += profile[i - 1];
            }

            return profile;
        }

        return Compare(Profile(exact), Profile(approximate));
    }

    // Dose of a ball by rows: running sums of the kernel along x give the dose of a row of voxels as one difference.
    private static double OfBall(double[] exactFull, double[] approximateFull, Size3 full, Size3 radius, Vec3 spacingMm)
    {
        double[] exactRows = [.. exactFull];
        double[] approximateRows = [.. approximateFull];
        Accumulate(exactRows, full, 0);
        Accumulate(approximateRows, full, 0);
        int ry = (int)(BallRadiusMm / spacingMm.Y);
        int rz = (int)(BallRadiusMm / spacingMm.Z);
        int rx = (int)(BallRadiusMm / spacingMm.X);
        Size3 targets = new(rx + radius.X + 1, ry + radius.Y + 1, rz + radius.Z + 1);
        double[] exact = new double[targets.Count];
        double[] approximate = new double[targets.Count];
        for (int bz = -rz; bz <= rz; bz++)
        {
            for (int by = -ry; by <= ry; by++)
            {
                double left = (BallRadiusMm * BallRadiusMm) - Square(by * spacingMm.Y) - Square(bz * spacingMm.Z);
                if (left < 0)
                {
                    continue;
                }

                int half = (int)(Math.Sqrt(left) / spacingMm.X);
                for (int z = Math.Max(0, bz - radius.Z); z <= Math.Min(targets.Z - 1, bz + radius.Z); z++)
                {
                    for (int y = Math.Max(0, by - radius.Y); y <= Math.Min(targets.Y - 1, by + radius.Y); y++)
                    {
                        int row = full.X * ((y - by + radius.Y) + (full.Y * (z - bz + radius.Z)));
                        int target = targets.X * (y + (targets.Y * z));
                        for (int x = 0; x < targets.X; x++)
                        {
                            int last = Math.Min(x + half + radius.X, full.X - 1);
                            int before = x - half + radius.X - 1;
                            if (before >= full.X - 1)
                            {
                                break;
                            }

                            exact[target + x] += exactRows[row + last] - (before >= 0 ? exactRows[row + before] : 0);
                            approximate[target + x] += approximateRows[row + last] - (before >= 0 ? approximateRows[row + before] : 0);
                        }
                    }
                }
            }
        }

        return Compare(exact, approximate);
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
