namespace VoxelDose.Engine.Volumes;

/// <summary>Maps points to points (mm): p -> Matrix p + TranslationMm.</summary>
public sealed record AffineTransform(Mat3 Matrix, Vec3 TranslationMm)
{
    /// <summary>The transform that moves nothing.</summary>
    public static AffineTransform Identity { get; } = new(Mat3.Identity, default);

    /// <summary>The image of a point.</summary>
    public Vec3 Apply(Vec3 point) => (Matrix * point) + TranslationMm;

    /// <summary>The transform that undoes this one.</summary>
    public AffineTransform Inverse()
    {
        Mat3 inverse = Matrix.Inverse();
        return new(inverse, -1.0 * (inverse * TranslationMm));
    }

    /// <summary>The transform that applies <paramref name="first"/>, then this one.</summary>
    public AffineTransform After(AffineTransform first) =>
        new(Matrix * first.Matrix, (Matrix * first.TranslationMm) + TranslationMm);
}
