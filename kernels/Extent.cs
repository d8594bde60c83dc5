namespace VoxelDose.Kernels;

/// <summary>Number of voxels along x, y, z (x fastest).</summary>
public struct Extent
{
    /// <summary>Along x.</summary>
    public int X;

    /// <summary>Along y.</summary>
    public int Y;

    /// <summary>Along z.</summary>
    public int Z;
}
