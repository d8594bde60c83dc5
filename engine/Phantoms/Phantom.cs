using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>A phantom on a grid.</summary>
/// <param name="Recipe">How it was made.</param>
/// <param name="ActivityBqPerMl">True activity concentration at administration, Bq/mL.</param>
/// <param name="PredictedRelative">True relative concentration that a prediction would show; null where the recipe has none.</param>
/// <param name="CtHounsfield">CT, HU.</param>
/// <param name="Structures">Named regions; each holds the voxels whose centre lies in it, regions inside it included.</param>
public sealed record Phantom(
    PhantomRecipe Recipe, Volume ActivityBqPerMl, Volume? PredictedRelative, Volume CtHounsfield, IReadOnlyList<Structure> Structures);
