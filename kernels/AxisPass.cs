namespace VoxelDose.Kernels;

/// <summary>One pass of a separable convolution along one axis: how the window lies in source and target, and what is added.</summary>
public struct AxisPass
{
    /// <summary>Voxels of the window along x.</summary>
    public int Width;

    /// <summary>Voxels of the window along y.</summary>
    public int Height;

    /// <summary>Voxels of the window along z.</summary>
    public int Depth;

    /// <summary>Distance of neighbours along the axis in the source.</summary>
    public int AxisStride;

    /// <summary>Place of the window's first voxel in the source.</summary>
    public int SourceStart;

    /// <summary>Distance of rows in the source.</summary>
    public int SourceRow;

    /// <summary>Distance of slices in the source.</summary>
    public int SourceSlice;

    /// <summary>Place of the window's first voxel in the target.</summary>
    public int TargetStart;

    /// <summary>Distance of rows in the target.</summary>
    public int TargetRow;

    /// <summary>Distance of slices in the target.</summary>
    public int TargetSlice;

    /// <summary>Largest offset.</summary>
    public int Radius;

    /// <summary>Place of the half profile in the weights.</summary>
    public int WeightStart;

    /// <summary>1 where the sum is added to the target, 0 where it replaces it.</summary>
    public int Accumulate;
}
