namespace VoxelDose.Kernels;

/// <summary>
/// Shared memory that a kernel claims. Its size is part of the kernel: ILGPU's OpenCL back end keeps the address of memory whose size is given at launch in one
/// variable for all groups, which then overwrite one another's.
/// </summary>
public interface IRoom
{
    /// <summary>Number of floats.</summary>
    static abstract int Floats { get; }
}
