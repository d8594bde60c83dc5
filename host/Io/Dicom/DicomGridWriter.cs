using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A grid as DICOM can hold it: planes stacked along the normal of row and column direction.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="IsFlipped">Whether planes are written from the last to the first, as the grid is left-handed.</param>
internal sealed record DicomGridWriter(VoxelGrid Grid, bool IsFlipped)
{
    /// <exception cref="InvalidInputException">A sheared grid, which DICOM cannot hold.</exception>
    internal static DicomGridWriter Of(VoxelGrid grid) => grid.IsOrthogonal
        ? new(grid, grid.Direction.Determinant < 0)
        : throw new InvalidInputException("the axes of the dose grid are not at right angles; DICOM cannot hold it: resample the image, or leave --dicom-out out");

    /// <summary>Array plane of a plane in the file.</summary>
    internal int ArrayPlane(int plane) => IsFlipped ? Grid.Size.Z - 1 - plane : plane;

    /// <summary>Position of a plane of the file, LPS mm.</summary>
    internal double[] Position(int plane)
    {
        Vec3 point = Grid.IndexToPoint.Apply(new(0, 0, ArrayPlane(plane)));
        return [point.X, point.Y, point.Z];
    }

    internal double[] Orientation() =>
        [Grid.Direction.ColumnX.X, Grid.Direction.ColumnX.Y, Grid.Direction.ColumnX.Z, Grid.Direction.ColumnY.X, Grid.Direction.ColumnY.Y, Grid.Direction.ColumnY.Z];

    /// <summary>Distance of rows, then of columns, mm.</summary>
    internal double[] PixelSpacing() => [Grid.SpacingMm.Y, Grid.SpacingMm.X];
}
