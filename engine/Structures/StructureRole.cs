namespace VoxelDose.Engine.Structures;

/// <summary>What a structure is to the dosimetry.</summary>
public enum StructureRole
{
    /// <summary>No part in derived structures or checks.</summary>
    Other,

    /// <summary>A tumour.</summary>
    Tumor,

    /// <summary>The whole liver, tumours included.</summary>
    Liver,

    /// <summary>Liver without tumour, drawn or derived.</summary>
    NormalLiver,

    /// <summary>The perfused (treated) volume of a catheter position.</summary>
    Perfused,

    /// <summary>Lung.</summary>
    Lung,
}
