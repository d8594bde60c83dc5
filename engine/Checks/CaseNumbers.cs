using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Checks;

/// <summary>What checks may look at besides the structures.</summary>
/// <param name="Derived">Numbers of the run that belong to no single structure.</param>
/// <param name="CumulativeLungDoseGy">Lung dose over all treatments, Gy; null where earlier ones are not told.</param>
public sealed record CaseNumbers(DerivedResult Derived, double? CumulativeLungDoseGy);
