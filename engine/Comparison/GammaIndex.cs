using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Gamma of two dose volumes, exact on the trilinearly interpolated evaluated dose within <see cref="GammaCriteria.Tolerance"/>.</summary>
public static class GammaIndex
{
    /// <summary>
    /// Computes gamma at every voxel centre of the reference that reaches the cutoff. The evaluated dose is defined up to half a voxel
    /// beyond its outermost centres (clamped there); a reference voxel beyond that is left out and counted.
    /// </summary>
    /// <param name="reference">Reference dose, Gy.</param>
    /// <param name="evaluated">Evaluated dose, Gy, seen from the reference's frame; its axes must be orthogonal.</param>
    /// <param name="criteria">What is asked.</param>
    /// <param name="compute">What computes: an accelerator by the kernel, anything else by the host's cores.</param>
    /// <exception cref="ArgumentException">The evaluated grid's axes are not orthogonal: resample it first.</exception>
    public static GammaResult Compute(Volume reference, Volume evaluated, GammaCriteria criteria, IArrayCompute? compute = null)
    {
        if (!evaluated.Grid.IsOrthogonal)
        {
            throw new ArgumentException("gamma needs an evaluated grid with orthogonal axes; resample it onto one first", nameof(evaluated));
        }

        double normalisationGy = criteria.NormalisationGy ?? Maximum(reference.Values);
        float[] map = new float[reference.Values.Length];
        Array.Fill(map, float.NaN);
        if (!(normalisationGy > 0))
        {
            return new(new(reference.Grid, map), normalisationGy, 0, 0, 0);
        }

        double cutoffGy = Math.Max(criteria.CutoffFraction * normalisationGy, double.Epsilon);
        Vec3? fraction = FractionOf(reference.Grid, evaluated.Grid);
        if (compute is IlgpuCompute device)
        {
            (float[] found, long outside) = DeviceGamma.Run(device, reference, evaluated, criteria, normalisationGy, cutoffGy, fraction);
            return new(new(reference.Grid, found), normalisationGy, found.LongCount(gamma => !float.IsNaN(gamma)), found.LongCount(gamma => gamma <= 1), outside);
        }

        var search = new GammaSearch(evaluated, criteria.DistanceMm, fraction);
        AffineTransform toEvaluated = evaluated.Grid.PointToIndex.After(reference.Grid.IndexToPoint);
        Size3 size = reference.Grid.Size;
        var sum = new Counts();
        Parallel.For(
            0,
            size.Y * size.Z,
            () => new Counts(),
            (row, _, counts) =>
            {
                for (int x = 0, n = row * size.X; x < size.X; x++, n++)
                {
                    double doseGy = reference.Values[n];
                    if (!(doseGy >= cutoffGy))
                    {
                        continue;
                    }

                    Vec3 at = toEvaluated.Apply(new(x, row % size.Y, row / size.Y));
                    if (!search.Covers(at))
                    {
                        counts.Outside++;
                        continue;
                    }

                    double gamma = search.Minimum(at, doseGy, criteria.DoseFraction * (criteria.IsLocal ? doseGy : normalisationGy));
                    map[n] = (float)gamma;
                    counts.Evaluated++;
                    counts.Passed += gamma <= 1 ? 1 : 0;
                }

                return counts;
            },
            counts =>
            {
                lock (map)
                {
                    sum.Evaluated += counts.Evaluated;
                    sum.Passed += counts.Passed;
                    sum.Outside += counts.Outside;
                }
            });
        return new(new(reference.Grid, map), normalisationGy, sum.Evaluated, sum.Passed, sum.Outside);
    }

    private static double Maximum(float[] values) => values.Where(float.IsFinite).DefaultIfEmpty(0).Max();

    /// <summary>Where reference centres lie within evaluated cells, if that is the same for all of them; else null.</summary>
    private static Vec3? FractionOf(VoxelGrid reference, VoxelGrid evaluated)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            Vec3 difference = reference.IndexToPoint.Matrix.Column(axis) - evaluated.IndexToPoint.Matrix.Column(axis);
            if (difference.Length * Math.Max(reference.Size[axis], evaluated.Size[axis]) > VoxelGrid.GeometryTolerance * evaluated.SpacingMm[axis])
            {
                return null;
            }
        }

        Vec3 origin = evaluated.PointToIndex.Apply(reference.OriginMm);
        return new(origin.X - Math.Floor(origin.X), origin.Y - Math.Floor(origin.Y), origin.Z - Math.Floor(origin.Z));
    }

    private sealed class Counts
    {
        internal long Evaluated { get; set; }

        internal long Passed { get; set; }

        internal long Outside { get; set; }
    }
}
