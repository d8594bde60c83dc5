namespace VoxelDose.Engine.Planning;

/// <summary>What one territory gets.</summary>
/// <param name="Name">Name.</param>
/// <param name="ActivityGBq">Activity in the vial; null where the model gives none.</param>
/// <param name="Doses">Doses it delivers; the lungs' part is that of this territory alone.</param>
/// <param name="Binding">Id of the limit that decided.</param>
/// <param name="Limits">All limits of the territory.</param>
public sealed record TerritoryPlan(
    string Name, double? ActivityGBq, CompartmentDoses Doses, string? Binding, IReadOnlyList<ActivityLimit> Limits);
