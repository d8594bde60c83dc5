namespace VoxelDose.Kernels;

/// <summary>How a tile of a separable convolution is made up.</summary>
public struct TileTerms
{
    /// <summary>Weight added at the centre alone.</summary>
    public float Delta;

    /// <summary>Number of outer products.</summary>
    public int Terms;

    /// <summary>Rows of a tile.</summary>
    public int Rows;
}
