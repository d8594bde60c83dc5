namespace VoxelDose.Engine.Quantification;

/// <summary>Unit of an activity image's values.</summary>
public enum ImageUnits
{
    /// <summary>Bq/mL.</summary>
    BqPerMl,

    /// <summary>kBq/mL.</summary>
    KbqPerMl,

    /// <summary>Bq in each voxel.</summary>
    BqPerVoxel,

    /// <summary>Counts, or any value proportional to activity concentration.</summary>
    Counts,
}
