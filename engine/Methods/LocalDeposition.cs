using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods;

/// <summary>
/// Local deposition: the dose of a voxel is the energy of its own decays over its own mass,
/// D = c T1/2 / ln 2 E / rho with c in Bq/mL (MIRD Pamphlet 17's limit of a range below the voxel).
/// </summary>
internal static class LocalDeposition
{
    /// <summary>Gy for 1 Bq/mL at administration in a medium of that density.</summary>
    internal static double GrayPerBecquerelPerMl(DecayData decay, MassDensity density) =>
        decay.DecaysPerBecquerel * decay.JoulePerDecay / (density.GramPerMl / Constants.GramsPerKilogram);

    /// <summary>target = dose for one density everywhere, Gy.</summary>
    internal static void Uniform(
        IArrayCompute compute, IDeviceArray activityBqPerMl, DecayData decay, MassDensity density, IDeviceArray target) =>
        compute.Multiply(activityBqPerMl, (float)GrayPerBecquerelPerMl(decay, density), target);

    /// <summary>target = dose for the density of each voxel, Gy.</summary>
    internal static void ByVoxel(
        IArrayCompute compute, IDeviceArray activityBqPerMl, DecayData decay, IDeviceArray densityGPerMl, IDeviceArray target) =>
        compute.Divide(activityBqPerMl, (float)GrayPerBecquerelPerMl(decay, MassDensity.FromGramPerMl(1)), densityGPerMl, target);
}
