namespace VoxelDose.Kernels;

/// <summary>A box of a volume: where it starts and how large it is.</summary>
public struct Window
{
    /// <summary>First x.</summary>
    public int X;

    /// <summary>First y.</summary>
    public int Y;

    /// <summary>First z.</summary>
    public int Z;

    /// <summary>Voxels along x.</summary>
    public int Width;

    /// <summary>Voxels along y.</summary>
    public int Height;

    /// <summary>Voxels along z.</summary>
    public int Depth;
}
