namespace VoxelDose.Engine.Volumes;

/// <summary>Number of voxels along x, y, z; array order is x fastest: index = x + X (y + Y z).</summary>
public readonly record struct Size3(int X, int Y, int Z)
{
    /// <summary>Number of voxels.</summary>
    public long Count => (long)X * Y * Z;

    /// <summary>Extent by axis: 0 = x, 1 = y, 2 = z.</summary>
    public int this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{X}x{Y}x{Z}";
}
