using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>One region of a phantom; later regions of a recipe lie over earlier ones.</summary>
/// <param name="Name">Name of the structure; null for a region that is no structure.</param>
/// <param name="Role">Role of the structure.</param>
/// <param name="Color">Colour of the structure.</param>
/// <param name="Contains">Whether a point (LPS mm) lies in the region.</param>
/// <param name="RelativeConcentration">Activity concentration, in units that the recipe scales to its total activity.</param>
/// <param name="Hounsfield">CT number, HU.</param>
public sealed record PhantomRegion(
    string? Name, StructureRole Role, Rgb? Color, Func<Vec3, bool> Contains, double RelativeConcentration, double Hounsfield)
{
    /// <summary>Relative concentration that a prediction before treatment shows; null where the recipe has none or it is the same.</summary>
    public double? PredictedConcentration { get; init; }

    /// <summary>Diameter, mm, of a sphere alone in a cold medium, whose mean dose has a closed form; null for other regions.</summary>
    public double? LoneSphereMm { get; init; }
}
