namespace VoxelDose.Engine.Volumes;

/// <summary>3x3 matrix given by its columns.</summary>
public readonly record struct Mat3(Vec3 ColumnX, Vec3 ColumnY, Vec3 ColumnZ)
{
    /// <summary>The identity.</summary>
    public static Mat3 Identity { get; } = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>Determinant.</summary>
    public double Determinant => Vec3.Dot(ColumnX, Vec3.Cross(ColumnY, ColumnZ));

    /// <summary>Column by axis: 0 = x, 1 = y, 2 = z.</summary>
    public Vec3 Column(int axis) => axis switch
    {
        0 => ColumnX,
        1 => ColumnY,
        2 => ColumnZ,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Builds a matrix from rows.</summary>
    public static Mat3 FromRows(Vec3 a, Vec3 b, Vec3 c) =>
        new(new(a.X, b.X, c.X), new(a.Y, b.Y, c.Y), new(a.Z, b.Z, c.Z));

    /// <summary>Inverse.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular.</exception>
    public Mat3 Inverse()
    {
        double det = Determinant;
        if (det == 0 || !double.IsFinite(det))
        {
            throw new InvalidOperationException("the matrix is singular");
        }

        return FromRows(
            (1 / det) * Vec3.Cross(ColumnY, ColumnZ),
            (1 / det) * Vec3.Cross(ColumnZ, ColumnX),
            (1 / det) * Vec3.Cross(ColumnX, ColumnY));
    }

    /// <summary>Matrix times column vector.</summary>
    public static Vec3 operator *(Mat3 m, Vec3 v) => (v.X * m.ColumnX) + (v.Y * m.ColumnY) + (v.Z * m.ColumnZ);

    /// <summary>Matrix product.</summary>
    public static Mat3 operator *(Mat3 a, Mat3 b) => new(a * b.ColumnX, a * b.ColumnY, a * b.ColumnZ);
}
