using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>What a finished run leaves in memory.</summary>
internal sealed record DoseRunOutcome(ResultsDocument Document, DoseResult Result);
