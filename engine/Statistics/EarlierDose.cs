using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>An earlier treatment brought onto the present dose grid.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="DoseGy">Its dose at the voxel centres of the grid, Gy, 0 where its image does not reach; null where only means are known.</param>
/// <param name="Reach">1 where its image reaches the voxel centre, else 0.</param>
public sealed record EarlierDose(EarlierTreatment Treatment, float[]? DoseGy, float[]? Reach)
{
    /// <summary>Interpolates a treatment's dose trilinearly at the voxel centres of a grid, clamped in the outer half voxel of its own.</summary>
    /// <exception cref="InvalidInputException">Its image does not meet the grid at all.</exception>
    public static EarlierDose Onto(VoxelGrid target, EarlierTreatment treatment)
    {
        if (treatment.DoseGy is not { } volume)
        {
            return new(treatment, null, null);
        }

        AffineTransform toDose = volume.Grid.PointToIndex.After(target.IndexToPoint);
        var lattice = new ImageLattice(volume.Grid.Size);
        float[] dose = new float[target.Size.Count];
        float[] reach = new float[target.Size.Count];
        Parallel.For(0, target.Size.Z, z =>
        {
            for (int y = 0, n = z * target.Size.X * target.Size.Y; y < target.Size.Y; y++)
            {
                for (int x = 0; x < target.Size.X; x++, n++)
                {
                    if (lattice.TryLocate(toDose.Apply(new(x, y, z)), out LatticePoint point))
                    {
                        dose[n] = (float)point.Of(volume.Values);
                        reach[n] = 1;
                    }
                }
            }
        });
        return reach.Contains(1) ? new(treatment, dose, reach) : throw new InvalidInputException(
            $"earlier treatment '{treatment.Label}': its dose image does not meet the present one anywhere; is it another patient or frame, or is a --transform missing?");
    }
}
