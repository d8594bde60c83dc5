using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>All that a comparison yields.</summary>
/// <param name="Plain">The doses as they stand (after resolution matching, where asked).</param>
/// <param name="Normalised">The prediction scaled to the liver's delivered mean; null where not asked.</param>
/// <param name="PredictedGy">Predicted dose on the delivered grid; NaN beyond it.</param>
/// <param name="DeliveredGy">Delivered dose.</param>
public sealed record ComparisonResult(ComparisonPart Plain, ComparisonPart? Normalised, Volume PredictedGy, Volume DeliveredGy);
