namespace VoxelDose.Host.Batch.Cohort;

/// <summary>A line of failures.csv.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Line">Line of the manifest.</param>
/// <param name="ExitCode">What `dose` would have returned: 1, 2, 3, 4, or 5 where there are results and a check of --fail-on failed.</param>
/// <param name="Error">What it would have said.</param>
internal sealed record CohortFailure(string Case, int Line, int ExitCode, string Error);
