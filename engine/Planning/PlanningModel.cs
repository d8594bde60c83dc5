namespace VoxelDose.Engine.Planning;

/// <summary>How the activity to give is found.</summary>
public enum PlanningModel
{
    /// <summary>One compartment: the mean dose of the perfused volume.</summary>
    Mird,

    /// <summary>Empirical, from body surface and the tumour's share of the liver.</summary>
    Bsa,

    /// <summary>The body-surface formula for one lobe.</summary>
    ModifiedBsa,

    /// <summary>Tumour and normal liver as compartments with a measured uptake ratio.</summary>
    Partition,

    /// <summary>A dose volume from the predictive image, scaled as a whole.</summary>
    Voxel,
}
