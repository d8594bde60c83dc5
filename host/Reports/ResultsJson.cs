using System.Text.Json;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Reports;

/// <summary>results.json, written and read; see docs/results.schema.json.</summary>
internal static class ResultsJson
{
    internal static void Write(Stream target, ResultsDocument document) =>
        JsonSerializer.Serialize(target, document, ResultsJsonContext.Default.ResultsDocument);

    /// <summary>Reads a document of this program's schema version.</summary>
    /// <param name="source">The file's content.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="InvalidInputException">No JSON, another schema version, or a field is absent.</exception>
    internal static ResultsDocument Read(Stream source, string name)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(source);
            string? version = json.RootElement.ValueKind == JsonValueKind.Object &&
                json.RootElement.TryGetProperty("schemaVersion", out JsonElement found) ? found.ToString() : null;
            string major = ResultsDocument.CurrentSchemaVersion.Split('.')[0];
            if (version?.Split('.')[0] != major)
            {
                throw new InvalidInputException(
                    $"{name}: schemaVersion is {(version is null ? "absent" : $"'{version}'")}, expected '{major}.x'; give a results.json that this version of voxeldose wrote");
            }

            ResultsDocument document = json.Deserialize(ResultsJsonContext.Default.ResultsDocument) ??
                throw new InvalidInputException($"{name}: the document is empty; expected a results.json");
            return HoldsNull(document) ? throw new InvalidInputException($"{name}: a list holds null where an entry is expected; give a results.json as it was written") : document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for text that is no valid Unicode
        {
            throw new InvalidInputException($"{name}: not a results.json: {e.Message}", e);
        }
    }

    /// <summary>The serialiser holds members against their types, but neither absent ones of records nor the entries of lists.</summary>
    private static bool HoldsNull(ResultsDocument document) =>
        new IEnumerable<object?>?[] { document.Inputs, document.Methods, document.Structures, document.Checks, document.Warnings }.Any(Lacks) ||
        (document.Provenance is { } provenance && (provenance.Given is null || provenance.Given.Values.Any(Lacks) || Lacks(provenance.Tables) || Lacks(provenance.Doses))) ||
        document.Inputs.Any(input => input.Path is null || input.Role is null) || document.Device is not { Kind: not null };

    private static bool Lacks(IEnumerable<object?>? list) => list is null || list.Contains(null);
}
