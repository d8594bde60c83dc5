namespace VoxelDose.Engine.Planning;

/// <summary>One session of a treatment in several.</summary>
/// <param name="Name">Name, e.g. "right lobe".</param>
/// <param name="At">Time of injection; null where not given.</param>
/// <param name="Territories">What is treated in it.</param>
public sealed record TreatmentSession(string Name, DateTimeOffset? At, IReadOnlyList<TerritoryInput> Territories);
