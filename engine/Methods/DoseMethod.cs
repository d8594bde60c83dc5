namespace VoxelDose.Engine.Methods;

/// <summary>How activity becomes absorbed dose.</summary>
public enum DoseMethod
{
    /// <summary>Local deposition: each voxel keeps the energy of its own decays.</summary>
    LocalDeposition,

    /// <summary>Convolution with voxel S values of one density.</summary>
    VoxelS,

    /// <summary>Convolution, then scaled to the density of the target voxel.</summary>
    VoxelSDensity,

    /// <summary>Monte Carlo transport.</summary>
    MonteCarlo,
}
