using System.Security.Cryptography;
using System.Text.Json;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Where a physics table comes from; no table is used without it. It is the content of NAME.source.json beside the table.
/// </summary>
/// <param name="File">Name of the table's file.</param>
/// <param name="Title">What the table holds.</param>
/// <param name="Author">Who computed or measured it.</param>
/// <param name="Method">How.</param>
/// <param name="Columns">Name, unit and meaning of each column, in the order of the file.</param>
/// <param name="Uncertainty">Uncertainty of the values, in words.</param>
/// <param name="Licence">Licence of the table.</param>
/// <param name="Sha256">SHA-256 of the table's bytes, lower-case hexadecimal.</param>
/// <param name="Date">When it was computed or published; null where that is not known.</param>
/// <param name="Notes">What else a reader has to know.</param>
public sealed record TableSource(
    string File,
    string Title,
    string Author,
    string Method,
    IReadOnlyList<TableColumn> Columns,
    string Uncertainty,
    string Licence,
    string Sha256,
    string? Date = null,
    string? Notes = null)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a source file and holds the table's bytes against its checksum.</summary>
    /// <param name="sourceName">Name of the source file, for messages.</param>
    /// <param name="sourceJson">Its content.</param>
    /// <param name="tableBytes">The table's bytes.</param>
    /// <exception cref="InvalidInputException">A field is absent, or the checksum is that of another table.</exception>
    public static TableSource Read(string sourceName, ReadOnlySpan<byte> sourceJson, ReadOnlySpan<byte> tableBytes)
    {
        TableSource? source;
        try
        {
            source = JsonSerializer.Deserialize<TableSource>(sourceJson, JsonOptions);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{sourceName}: not the JSON of a table's source: {e.Message}", e);
        }

        (string Name, string? Value)[] required =
        [
            ("file", source?.File), ("title", source?.Title), ("author", source?.Author), ("method", source?.Method),
            ("uncertainty", source?.Uncertainty), ("licence", source?.Licence), ("sha256", source?.Sha256),
        ];
        string? absent = required.FirstOrDefault(field => string.IsNullOrWhiteSpace(field.Value)).Name;
        if (absent is null && (source!.Columns is null || source.Columns.Count == 0))
        {
            absent = "columns";
        }

        if (absent is not null)
        {
            throw new InvalidInputException($"{sourceName}: field '{absent}' is absent or empty; a physics table is used only with its whole provenance");
        }

        string found = Convert.ToHexStringLower(SHA256.HashData(tableBytes));
        return found == source!.Sha256
            ? source
            : throw new InvalidInputException(
                $"{sourceName}: field 'sha256' is {source.Sha256}, but the table {source.File} has {found}; restore the table, or state the provenance of the new one");
    }
}
