namespace VoxelDose.Host.Batch.Cohort;

/// <summary>What a column of the cohort holds.</summary>
internal enum CohortColumnType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>64-bit floating point.</summary>
    Number,

    /// <summary>64-bit whole number.</summary>
    Whole,

    /// <summary>True or false.</summary>
    Flag,
}
