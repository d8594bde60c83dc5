using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>Regions of space, LPS mm.</summary>
internal static class Shapes
{
    internal static Func<Vec3, bool> Ellipsoid(Vec3 centreMm, Vec3 semiAxesMm) => point =>
    {
        Vec3 d = point - centreMm;
        double x = d.X / semiAxesMm.X;
        double y = d.Y / semiAxesMm.Y;
        double z = d.Z / semiAxesMm.Z;
        return (x * x) + (y * y) + (z * z) <= 1;
    };

    internal static Func<Vec3, bool> Sphere(Vec3 centreMm, double radiusMm) => Ellipsoid(centreMm, new(radiusMm, radiusMm, radiusMm));

    internal static Func<Vec3, bool> Minus(Func<Vec3, bool> region, Func<Vec3, bool> other) => point => region(point) && !other(point);

    internal static Func<Vec3, bool> Common(Func<Vec3, bool> region, Func<Vec3, bool> other) => point => region(point) && other(point);
}
