using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>
/// A slice through the pictures' grid as it stands on paper: axial rows run to posterior, coronal and sagittal rows to inferior; the patient's left is
/// on the right.
/// </summary>
internal sealed class PlaneView
{
    private readonly Size3 _size;
    private readonly int _axis;
    private readonly int _slice;

    private PlaneView(string name, int axis, int across, int down, IReadOnlyList<string> marks, VoxelGrid grid, IReadOnlyList<int> voxel)
    {
        Name = name;
        _axis = axis;
        _size = grid.Size;
        _slice = voxel[axis];
        Width = grid.Size[across];
        Height = grid.Size[down];
        WidthMm = Width * grid.SpacingMm[across];
        HeightMm = Height * grid.SpacingMm[down];
        Marks = marks;
        PlaceMm = grid.IndexToPoint.Apply(new(voxel[0], voxel[1], voxel[2]))[axis];
    }

    internal string Name { get; }

    internal int Width { get; }

    internal int Height { get; }

    internal double WidthMm { get; }

    internal double HeightMm { get; }

    /// <summary>Left, right, top, bottom.</summary>
    internal IReadOnlyList<string> Marks { get; }

    /// <summary>Coordinate of the slice along its normal, mm.</summary>
    internal double PlaceMm { get; }

    internal static IReadOnlyList<PlaneView> Through(VoxelGrid grid, IReadOnlyList<int> voxel) =>
    [
        new("Axial", 2, 0, 1, ["R", "L", "A", "P"], grid, voxel),
        new("Coronal", 1, 0, 2, ["R", "L", "S", "I"], grid, voxel),
        new("Sagittal", 0, 1, 2, ["A", "P", "S", "I"], grid, voxel),
    ];

    /// <summary>Index into a volume of the pictures' grid.</summary>
    internal int Index(int column, int row) => _axis switch
    {
        2 => column + (_size.X * (row + (_size.Y * _slice))),
        1 => column + (_size.X * (_slice + (_size.Y * (_size.Z - 1 - row)))),
        _ => _slice + (_size.X * (column + (_size.Y * (_size.Z - 1 - row)))),
    };
}
