using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>All that is known of one structure.</summary>
/// <param name="Result">Numbers for results.json.</param>
/// <param name="Dvh">Cumulative curves by method id; empty where no sample lies in the image.</param>
public sealed record StructureAnalysis(StructureResult Result, IReadOnlyDictionary<string, IReadOnlyList<DvhPoint>> Dvh);
