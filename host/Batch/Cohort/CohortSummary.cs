namespace VoxelDose.Host.Batch.Cohort;

/// <summary>cohort-summary.json: the cohort in a few numbers.</summary>
internal sealed record CohortSummary
{
    public string SchemaVersion { get; init; } = CohortSchema.Version;

    /// <summary>Cases of the manifest.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases with results; the statistics are over these.</summary>
    public required int WithResults { get; init; }

    /// <summary>Cases in failures.csv, those whose results failed a check of --fail-on among them.</summary>
    public required int Failed { get; init; }

    /// <summary>Rows of the cohort table.</summary>
    public required long Rows { get; init; }

    /// <summary>Numbers that a case has once, by name.</summary>
    public required IReadOnlyDictionary<string, CohortStatistics> CaseNumbers { get; init; }

    /// <summary>Numbers of structures by role and method.</summary>
    public required IReadOnlyList<CohortGroup> Groups { get; init; }

    /// <summary>Warnings, by how many cases have them.</summary>
    public required IReadOnlyDictionary<string, int> Warnings { get; init; }
}

/// <summary>Structures of one role by one method.</summary>
/// <param name="Role">The role.</param>
/// <param name="Derived">Whether the program derived them.</param>
/// <param name="Method">The method.</param>
/// <param name="Cases">Cases that have such a structure.</param>
/// <param name="Structures">Such structures in all; the statistics weigh each the same.</param>
/// <param name="Numbers">By name as in the cohort table.</param>
internal sealed record CohortGroup(string Role, bool Derived, string Method, int Cases, int Structures, IReadOnlyDictionary<string, CohortStatistics> Numbers);
