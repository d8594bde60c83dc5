using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>The names that a manifest knows besides the options of `dose`.</summary>
internal static class ManifestColumns
{
    internal const string Id = "id";

    /// <summary>A case file whose options the manifest's own override.</summary>
    internal const string CaseFile = "case";

    /// <summary>Options of `dose` that belong to the batch: where results go, and whether old ones are replaced.</summary>
    internal static IReadOnlyList<string> Reserved { get; } = ["out", "overwrite"];

    internal static IReadOnlyList<CaseOption> Options { get; } = [.. DoseOptions.All.Where(option => !Reserved.Contains(option.Name))];

    /// <summary>Names of columns that hold remarks for people.</summary>
    internal static bool IsRemark(string name) => name is "comment" or "note" or "$schema";

    internal static string ReservedMessage(string name) => $"'{name}' is the batch's to say (--out, --overwrite); remove it from the manifest";
}
