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

    /// <summary>Extent along L, P, S, centred on the origin, mm.</summary>
    public required Vec3 ExtentMm { get; init; }

    /// <summary>Voxel spacing unless the user says otherwise, mm.</summary>
    public required Vec3 SpacingMm { get; init; }

    /// <summary>Activity in the whole phantom at administration.</summary>
    public required Activity Total { get; init; }

    /// <summary>Regions from the outside in.</summary>
    public required IReadOnlyList<PhantomRegion> Regions { get; init; }
}
