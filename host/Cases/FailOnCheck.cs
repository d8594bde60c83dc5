using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>What --fail-on makes of a result.</summary>
internal static class FailOnCheck
{
    /// <summary>Those of the codes that a warning or a check which is more than information bears.</summary>
    internal static IReadOnlyList<string> Failed(IReadOnlyList<string> codes, ResultsDocument document) =>
        [.. codes.Where(code => document.Warnings.Any(w => w.Code == code) || document.Checks.Any(c => c.Code == code && c.Severity != "info"))];
}
