using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>What --fail-on makes of a result.</summary>
internal static class FailOnCheck
{
    /// <summary>Those of the codes that a warning or a check which is more than information bears.</summary>
    internal static IReadOnlyList<string> Failed(IReadOnlyList<string> codes, ResultsDocument document) =>
        [.. codes.Where(code => document.Warnings.Any(w => w.Code == code) || document.Checks.Any(c => c.Code == code && c.Severity != "info"))];

    /// <summary>Codes that nothing of this run bears, each with one that it may be a slip of: a misspelt gate would never close.</summary>
    internal static IReadOnlyList<(string Code, string? Meant)> Doubtful(IReadOnlyList<string> codes, ResultsDocument document)
    {
        string[] known = [.. document.Warnings.Select(w => w.Code).Concat(document.Checks.Select(c => c.Code)).Distinct()];
        return [.. codes.Where(code => !known.Contains(code)).Select(code => (code, Suggestion.For(code, known)))];
    }
}
