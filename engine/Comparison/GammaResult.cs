using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Gamma on the reference's grid.</summary>
/// <param name="Map">Gamma by voxel, cut at <see cref="GammaCriteria.MaxGamma"/>; NaN where not evaluated.</param>
/// <param name="NormalisationGy">Normalisation dose, Gy.</param>
/// <param name="Evaluated">Voxels evaluated.</param>
/// <param name="Passed">Those with gamma of at most 1.</param>
/// <param name="Outside">Voxels above the cutoff that lie outside the evaluated volume and are left out.</param>
public sealed record GammaResult(Volume Map, double NormalisationGy, long Evaluated, long Passed, long Outside)
{
    /// <summary>Share of the evaluated voxels that pass; null where none was evaluated.</summary>
    public double? PassFraction => Evaluated > 0 ? (double)Passed / Evaluated : null;
}
