using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>All that is known of one structure.</summary>
/// <param name="Result">Numbers for results.json.</param>
/// <param name="Dvh">Cumulative curves, one a method.</param>
public sealed record StructureAnalysis(StructureResult Result, IReadOnlyList<DvhCurve> Dvh);
