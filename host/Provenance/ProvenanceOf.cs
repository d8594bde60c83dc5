using System.Text.Json;
using VoxelDose.Engine;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Provenance;

/// <summary>Adds to a results document what it takes to do the run again.</summary>
internal static class ProvenanceOf
{
    /// <summary>Options that have no part in a result: where it goes, and how many hands compute it.</summary>
    private static readonly HashSet<string> NotRecorded = ["out", "overwrite", "threads"];

    internal static ResultsDocument Sealed(ResultsDocument document, DoseCase dose, IReadOnlyList<DoseHash> doses)
    {
        ResultsDocument open = document with
        {
            Provenance = new(
                dose.Given.Where(option => !NotRecorded.Contains(option.Key)).OrderBy(option => option.Key, StringComparer.Ordinal)
                    .ToDictionary(option => option.Key, option => option.Value),
                CanonicalJson.HashOf(Element(document).GetProperty("options")),
                [.. DataTables.Sha256ByName.Select(table => new TableInfo(table.Key, table.Value))],
                doses,
                null),
        };
        return open with { Provenance = open.Provenance with { ResultsSha256 = HashOf(open) } };
    }

    /// <summary>Hash of the canonical form of a results.json as it lies there, members that this version does not know included.</summary>
    internal static string HashOfFile(string path)
    {
        using FileStream stream = InputFile.Open(path);
        using JsonDocument json = JsonDocument.Parse(stream);
        return CanonicalJson.HashOf(json.RootElement);
    }

    private static string HashOf(ResultsDocument document) => CanonicalJson.HashOf(Element(document));

    private static JsonElement Element(ResultsDocument document) => JsonSerializer.SerializeToElement(document, ResultsJsonContext.Default.ResultsDocument);
}
