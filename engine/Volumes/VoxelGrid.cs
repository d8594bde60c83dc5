using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Volumes;

/// <summary>
/// Where voxels lie in the patient. Array order is x fastest; patient axes are LPS, in mm. The centre of voxel (i, j, k) is
/// Origin + Direction * (i sx, j sy, k sz). Direction's columns are the unit vectors of the array axes; they need not be
/// orthogonal (an affine transform may shear), only independent.
/// </summary>
public sealed record VoxelGrid
{
    /// <summary>Relative and absolute (mm) tolerance of <see cref="IsSameAs"/>: float32 headers carry seven digits.</summary>
    public const double GeometryTolerance = 1e-4;

    /// <summary>Makes a grid.</summary>
    /// <exception cref="ArgumentException">Sizes below 1, spacing not above 0, directions that are not independent unit vectors, values not finite.</exception>
    public VoxelGrid(Size3 size, Vec3 spacingMm, Vec3 originMm, Mat3 direction)
    {
        if (size.X < 1 || size.Y < 1 || size.Z < 1)
        {
            throw new ArgumentException($"grid size is {size}; every axis needs at least one voxel");
        }

        if (!spacingMm.IsFinite || spacingMm.X <= 0 || spacingMm.Y <= 0 || spacingMm.Z <= 0)
        {
            throw new ArgumentException($"voxel spacing is {spacingMm} mm; every axis needs a finite value above 0");
        }

        if (!originMm.IsFinite)
        {
            throw new ArgumentException($"grid origin is {originMm} mm; it must be finite");
        }

        for (int axis = 0; axis < 3; axis++)
        {
            if (!(Math.Abs(direction.Column(axis).Length - 1) < GeometryTolerance))
            {
                throw new ArgumentException($"direction of axis {axis} is {direction.Column(axis)}; it must be a unit vector");
            }
        }

        if (!(Math.Abs(direction.Determinant) > 1e-3))
        {
            throw new ArgumentException("the three direction vectors of the grid are not independent");
        }

        Size = size;
        SpacingMm = spacingMm;
        OriginMm = originMm;
        Direction = direction;
        IndexToPoint = new(
            new(spacingMm.X * direction.ColumnX, spacingMm.Y * direction.ColumnY, spacingMm.Z * direction.ColumnZ), originMm);
        PointToIndex = IndexToPoint.Inverse();
    }

    /// <summary>Number of voxels along each array axis.</summary>
    public Size3 Size { get; }

    /// <summary>Distance of neighbouring voxel centres along each array axis, mm.</summary>
    public Vec3 SpacingMm { get; }

    /// <summary>Centre of voxel (0, 0, 0), LPS mm.</summary>
    public Vec3 OriginMm { get; }

    /// <summary>Unit vectors (LPS) of the array axes, as columns.</summary>
    public Mat3 Direction { get; }

    /// <summary>Maps voxel indices (fractions allowed; whole numbers are centres) to points in LPS mm.</summary>
    public AffineTransform IndexToPoint { get; }

    /// <summary>Maps points in LPS mm to voxel indices.</summary>
    public AffineTransform PointToIndex { get; }

    /// <summary>Volume of a voxel, mL.</summary>
    public double VoxelVolumeMl => Math.Abs(IndexToPoint.Matrix.Determinant) / Constants.CubicMillimetresPerMl;

    /// <summary>True where the array axes are mutually orthogonal, as convolution with a voxel kernel needs.</summary>
    public bool IsOrthogonal =>
        Math.Abs(Vec3.Dot(Direction.ColumnX, Direction.ColumnY)) < GeometryTolerance &&
        Math.Abs(Vec3.Dot(Direction.ColumnX, Direction.ColumnZ)) < GeometryTolerance &&
        Math.Abs(Vec3.Dot(Direction.ColumnY, Direction.ColumnZ)) < GeometryTolerance;

    /// <summary>A grid with axes along L, P, S.</summary>
    public static VoxelGrid AxisAligned(Size3 size, Vec3 spacingMm, Vec3 originMm = default) =>
        new(size, spacingMm, originMm, Mat3.Identity);

    /// <summary>A grid from a general index-to-point map; spacing and directions follow from its columns.</summary>
    public static VoxelGrid FromIndexToPoint(Size3 size, AffineTransform indexToPoint)
    {
        Mat3 m = indexToPoint.Matrix;
        Vec3 spacing = new(m.ColumnX.Length, m.ColumnY.Length, m.ColumnZ.Length);
        if (!(spacing.X > 0 && spacing.Y > 0 && spacing.Z > 0))
        {
            throw new ArgumentException("a direction of the grid has length 0");
        }

        return new(size, spacing, indexToPoint.TranslationMm, new(
            (1 / spacing.X) * m.ColumnX, (1 / spacing.Y) * m.ColumnY, (1 / spacing.Z) * m.ColumnZ));
    }

    /// <summary>
    /// The same voxels seen from another frame: <paramref name="frameToGrid"/> maps points of that frame into the frame in which
    /// this grid is given (the convention of ITK transforms and of the option --transform).
    /// </summary>
    public VoxelGrid SeenFrom(AffineTransform frameToGrid) =>
        FromIndexToPoint(Size, frameToGrid.Inverse().After(IndexToPoint));

    /// <summary>True where both grids hold the same voxels at the same places, within <see cref="GeometryTolerance"/>.</summary>
    public bool IsSameAs(VoxelGrid other)
    {
        if (Size != other.Size)
        {
            return false;
        }

        for (int axis = 0; axis < 3; axis++)
        {
            if ((IndexToPoint.Matrix.Column(axis) - other.IndexToPoint.Matrix.Column(axis)).Length > GeometryTolerance * SpacingMm[axis])
            {
                return false;
            }
        }

        return (OriginMm - other.OriginMm).Length <= GeometryTolerance * (1 + SpacingMm.Length);
    }
}
