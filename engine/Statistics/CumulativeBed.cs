using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>Sums treatments in biologically effective dose, on one grid.</summary>
public static class CumulativeBed
{
    /// <summary>
    /// BED of all treatments together. Each dose is interpolated trilinearly at the voxel centres of the target grid, clamped in the outer half voxel
    /// of its own; beyond that it adds nothing.
    /// </summary>
    /// <param name="target">The grid of the sum.</param>
    /// <param name="treatments">Treatments whose doses are known by voxel, all seen from the frame of the target.</param>
    /// <param name="organDoses">Earlier therapies of which a mean dose of this tissue is known; each adds the BED of that mean everywhere.</param>
    /// <param name="parameters">Parameters of the tissue.</param>
    /// <returns>The sum, Gy, and for each treatment the share of the target's voxels that it covers.</returns>
    public static (Volume BedGy, IReadOnlyList<double> CoveredFractions) Sum(
        VoxelGrid target, IReadOnlyList<TreatmentDose> treatments, IReadOnlyList<OrganDose> organDoses, RadiobiologyParameters parameters)
    {
        float[] sum = new float[target.Size.Count];
        double uniform = organDoses.Sum(dose => Radiobiology.BedGy(dose.MeanGy, dose.HalfLifeH, parameters));
        Array.Fill(sum, (float)uniform);
        double[] covered = [.. treatments.Select(treatment => Add(treatment, target, parameters, sum) / (double)target.Size.Count)];
        return (new(target, sum), covered);
    }

    private static long Add(TreatmentDose treatment, VoxelGrid target, RadiobiologyParameters parameters, float[] sum)
    {
        AffineTransform toDose = treatment.DoseGy.Grid.PointToIndex.After(target.IndexToPoint);
        var lattice = new ImageLattice(treatment.DoseGy.Grid.Size);
        long[] covered = new long[target.Size.Z];
        Parallel.For(0, target.Size.Z, z =>
        {
            for (int y = 0, n = z * target.Size.X * target.Size.Y; y < target.Size.Y; y++)
            {
                for (int x = 0; x < target.Size.X; x++, n++)
                {
                    if (lattice.TryLocate(toDose.Apply(new(x, y, z)), out LatticePoint point))
                    {
                        sum[n] += (float)Radiobiology.BedGy(point.Of(treatment.DoseGy.Values), treatment.HalfLifeH, parameters);
                        covered[z]++;
                    }
                }
            }
        });
        return covered.Sum();
    }
}
