using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Cases;

/// <summary>How a run goes about its memory.</summary>
/// <param name="Spares">True where it takes the way that holds least.</param>
/// <param name="Note">What the result says of it; null without a limit.</param>
internal sealed record MemoryPlan(bool Spares, Warning? Note);
