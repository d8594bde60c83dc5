namespace VoxelDose.Kernels.Comparison;

/// <summary>What gamma is asked for, and the grids it is asked on.</summary>
public struct GammaRules
{
    /// <summary>Voxels of the reference.</summary>
    public Extent ReferenceSize;

    /// <summary>Voxels of the evaluated dose.</summary>
    public Extent Size;

    /// <summary>Evaluated spacing along x in units of the distance to agreement.</summary>
    public float ScaleX;

    /// <summary>The same along y.</summary>
    public float ScaleY;

    /// <summary>The same along z.</summary>
    public float ScaleZ;

    /// <summary>Least reference dose that is evaluated, Gy.</summary>
    public float CutoffGy;

    /// <summary>Dose difference that counts as 1, Gy; with <see cref="IsLocal"/> as a share of the reference dose.</summary>
    public float Difference;

    /// <summary>1 where <see cref="Difference"/> is a share of the dose at the voxel; else 0.</summary>
    public int IsLocal;

    /// <summary>Gamma is cut here.</summary>
    public float MaxGamma;

    /// <summary>What a result may lie above the true minimum.</summary>
    public float Tolerance;

    /// <summary>How far beyond its outer voxel centres the evaluated dose reaches, voxels: half a voxel and a tolerance.</summary>
    public float Edge;

    /// <summary>Cells in the list of cells.</summary>
    public int Cells;

    /// <summary>Reference voxels that one thread takes.</summary>
    public int Chunk;
}
