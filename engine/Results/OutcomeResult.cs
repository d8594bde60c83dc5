namespace VoxelDose.Engine.Results;

/// <summary>What an outcome model says of a structure; given only where the user asked for the model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Endpoint">What happens with this probability.</param>
/// <param name="Device">Device that it was fitted to.</param>
/// <param name="Disease">Disease.</param>
/// <param name="Metric">What is put into it: "geud", "mean", "bed-mean", "eud" or "eubed".</param>
/// <param name="DoseGy">Its value, Gy; null where it is not known.</param>
/// <param name="D50Gy">Value at which the probability is 50 %, Gy; null for models without.</param>
/// <param name="Probability">0 to 1; null where the value is not known or no slope is published.</param>
/// <param name="Note">Why there is no probability, or what to mind; null where nothing.</param>
/// <param name="Source">Citation.</param>
public sealed record OutcomeResult(
    string Model, string Endpoint, string Device, string Disease, string Metric, double? DoseGy, double? D50Gy, double? Probability, string? Note, string Source);
