namespace VoxelDose.Kernels;

/// <summary>32 KB, which every device of note has.</summary>
public readonly struct LargeRoom : IRoom
{
    /// <inheritdoc/>
    public static int Floats => 8192;
}
