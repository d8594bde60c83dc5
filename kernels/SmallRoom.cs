namespace VoxelDose.Kernels;

/// <summary>16 KB: radii up to 8, several groups at once on a multiprocessor.</summary>
public readonly struct SmallRoom : IRoom
{
    /// <inheritdoc/>
    public static int Floats => 4096;
}
