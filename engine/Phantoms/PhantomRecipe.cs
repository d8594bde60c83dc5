using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>How a phantom is made. Simulated: no patient.</summary>
public sealed record PhantomRecipe
{
    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Voxels unless the user asks for another spacing; their extent stays.</summary>
    public required VoxelGrid Grid { get; init; }

    /// <summary>Activity in the whole phantom at administration.</summary>
    public required Activity Total { get; init; }

    /// <summary>Mass density of the whole phantom where its CT is uniform; null where the CT tells.</summary>
    public MassDensity? UniformDensity { get; init; }

    /// <summary>Share of the activity that a prediction puts into the lungs, for its lung shunt fraction; null without a prediction.</summary>
    public double? PredictedLungShunt { get; init; }

    /// <summary>Regions from the outside in.</summary>
    public required IReadOnlyList<PhantomRegion> Regions { get; init; }

    /// <summary>A grid of that extent, centred on the origin with axes along L, P, S.</summary>
    internal static VoxelGrid Centred(Vec3 extentMm, Vec3 spacingMm)
    {
        Size3 size = new(Count(extentMm.X, spacingMm.X), Count(extentMm.Y, spacingMm.Y), Count(extentMm.Z, spacingMm.Z));
        return VoxelGrid.AxisAligned(size, spacingMm, new(
            -0.5 * (size.X - 1) * spacingMm.X, -0.5 * (size.Y - 1) * spacingMm.Y, -0.5 * (size.Z - 1) * spacingMm.Z));
    }

    /// <summary>The same extent of a grid in other voxels.</summary>
    internal static VoxelGrid Respaced(VoxelGrid grid, Vec3 spacingMm)
    {
        Vec3 extent = new(grid.Size.X * grid.SpacingMm.X, grid.Size.Y * grid.SpacingMm.Y, grid.Size.Z * grid.SpacingMm.Z);
        Size3 size = new(Count(extent.X, spacingMm.X), Count(extent.Y, spacingMm.Y), Count(extent.Z, spacingMm.Z));
        Vec3 centre = grid.IndexToPoint.Apply(new(0.5 * (grid.Size.X - 1), 0.5 * (grid.Size.Y - 1), 0.5 * (grid.Size.Z - 1)));
        Vec3 toFirst = grid.Direction * new Vec3(-0.5 * (size.X - 1) * spacingMm.X, -0.5 * (size.Y - 1) * spacingMm.Y, -0.5 * (size.Z - 1) * spacingMm.Z);
        return new(size, spacingMm, centre + toFirst, grid.Direction);
    }

    private static int Count(double extentMm, double spacingMm) => Math.Max(1, (int)Math.Round(extentMm / spacingMm));
}
