namespace VoxelDose.Engine.Volumes;

/// <summary>A scalar image: float32 values on a grid, x fastest. The unit is said by whoever holds it.</summary>
public sealed class Volume
{
    /// <summary>Makes a volume over the array itself (no copy).</summary>
    /// <exception cref="ArgumentException">The array's length is not the grid's number of voxels.</exception>
    public Volume(VoxelGrid grid, float[] values)
    {
        if (values.LongLength != grid.Size.Count)
        {
            throw new ArgumentException($"a grid of {grid.Size} voxels needs {grid.Size.Count} values, found {values.LongLength}");
        }

        Grid = grid;
        Values = values;
    }

    /// <summary>Where the voxels lie.</summary>
    public VoxelGrid Grid { get; }

    /// <summary>The values, x fastest.</summary>
    public float[] Values { get; }

    /// <summary>The same values seen from another frame; see <see cref="VoxelGrid.SeenFrom"/>.</summary>
    public Volume SeenFrom(AffineTransform frameToGrid) => new(Grid.SeenFrom(frameToGrid), Values);
}
