using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>An activity image that has become activity.</summary>
/// <param name="BqPerMl">Activity concentration at administration, Bq/mL.</param>
/// <param name="Result">How, and how much.</param>
/// <param name="Warnings">What to mind.</param>
public sealed record QuantifiedActivity(Volume BqPerMl, QuantificationResult Result, IReadOnlyList<Warning> Warnings);
