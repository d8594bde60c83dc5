namespace VoxelDose.Kernels;

/// <summary>What interpolation does at and beyond the edge.</summary>
public struct ResampleRules
{
    /// <summary>Value beyond the source.</summary>
    public float Outside;

    /// <summary>How far beyond the outer voxel centres the source reaches, voxels: half a voxel and a tolerance.</summary>
    public float Edge;

    /// <summary>Voxels of the target that one thread takes.</summary>
    public int Chunk;
}
