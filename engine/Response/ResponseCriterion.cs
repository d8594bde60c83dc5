namespace VoxelDose.Engine.Response;

/// <summary>Which measurements are compared, and by which rule.</summary>
public enum ResponseCriterion
{
    /// <summary>WHO: products of the longest diameter and the one across it.</summary>
    Who,

    /// <summary>RECIST 1.1: longest diameters.</summary>
    Recist11,

    /// <summary>mRECIST: longest diameters of the enhancing part.</summary>
    MRecist,
}
