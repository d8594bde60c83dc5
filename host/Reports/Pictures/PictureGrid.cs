using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>Chooses the grid of the pictures: the region of interest, axes along L, P, S, the dose grid's own voxels where that fits.</summary>
internal static class PictureGrid
{
    /// <summary>Tissue shown around the region of interest, mm.</summary>
    private const double MarginMm = 20;

    internal static VoxelGrid Choose(VoxelGrid dose, IReadOnlyList<Structure> structures, IEnumerable<Vec3> pointsMm, long maxVoxels)
    {
        (Vec3 low, Vec3 high) = Box(Corners(dose));
        IEnumerable<Vec3> corners = structures
            .Where(s => s.Role is StructureRole.Liver or StructureRole.NormalLiver or StructureRole.Tumor or StructureRole.Perfused)
            .SelectMany(s => StructureExtent.Of(s)?.CornersMm(s.Grid) ?? []);
        var interest = corners.ToList();
        if (interest.Count > 0)
        {
            (Vec3 a, Vec3 b) = Box(interest.Concat(pointsMm));
            Vec3 margin = new(MarginMm, MarginMm, MarginMm);
            Vec3 innerLow = Max(low, a - margin);
            Vec3 innerHigh = Min(high, b + margin);
            // Structures that lie beside the image leave nothing to crop to; the whole image is shown.
            if (innerHigh.X > innerLow.X && innerHigh.Y > innerLow.Y && innerHigh.Z > innerLow.Z)
            {
                (low, high) = (innerLow, innerHigh);
            }
        }

        return Lay(dose, low, high, maxVoxels);
    }

    private static VoxelGrid Lay(VoxelGrid dose, Vec3 low, Vec3 high, long maxVoxels)
    {
        Vec3 extent = high - low;
        Vec3 spacing = AlignedSpacing(dose) ?? Uniform(Math.Min(dose.SpacingMm.X, Math.Min(dose.SpacingMm.Y, dose.SpacingMm.Z)));
        double excess = extent.X / spacing.X * (extent.Y / spacing.Y) * (extent.Z / spacing.Z) / maxVoxels;
        if (excess > 1)
        {
            spacing = Math.Cbrt(excess) * spacing;
        }

        // On a voxel centre of the dose grid, so that an aligned grid shows its values as they are.
        Vec3 index = dose.PointToIndex.Apply(low + (0.5 * spacing));
        Vec3 origin = dose.IndexToPoint.Apply(new(Math.Round(index.X), Math.Round(index.Y), Math.Round(index.Z)));
        Size3 size = new(Count(high.X - origin.X, spacing.X), Count(high.Y - origin.Y, spacing.Y), Count(high.Z - origin.Z, spacing.Z));
        return VoxelGrid.AxisAligned(size, spacing, origin);
    }

    private static int Count(double extentMm, double spacingMm) => Math.Max(1, (int)Math.Floor((extentMm / spacingMm) + 0.51));

    private static Vec3 Uniform(double mm) => new(mm, mm, mm);

    private static Vec3? AlignedSpacing(VoxelGrid grid)
    {
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            Vec3 direction = grid.Direction.Column(axis);
            for (int patient = 0; patient < 3; patient++)
            {
                if (Math.Abs(Math.Abs(direction[patient]) - 1) < VoxelGrid.GeometryTolerance)
                {
                    spacing[patient] = grid.SpacingMm[axis];
                }
            }
        }

        return Array.TrueForAll(spacing, s => s > 0) ? new Vec3(spacing[0], spacing[1], spacing[2]) : null;
    }

    private static IEnumerable<Vec3> Corners(VoxelGrid grid) =>
        new StructureExtent([0, 0, 0], [grid.Size.X - 1, grid.Size.Y - 1, grid.Size.Z - 1], default).CornersMm(grid);

    private static (Vec3 Low, Vec3 High) Box(IEnumerable<Vec3> points)
    {
        Vec3 low = Uniform(double.PositiveInfinity);
        Vec3 high = Uniform(double.NegativeInfinity);
        foreach (Vec3 p in points)
        {
            low = Min(low, p);
            high = Max(high, p);
        }

        return (low, high);
    }

    private static Vec3 Min(Vec3 a, Vec3 b) => new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Min(a.Z, b.Z));

    private static Vec3 Max(Vec3 a, Vec3 b) => new(Math.Max(a.X, b.X), Math.Max(a.Y, b.Y), Math.Max(a.Z, b.Z));
}
