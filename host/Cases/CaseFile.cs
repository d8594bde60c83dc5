using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Cases;

/// <summary>
/// A case file: a JSON object whose names are those of the command-line options, without dashes. Files in it are relative to it. Comments and
/// trailing commas are allowed; unknown and doubled names are not.
/// </summary>
internal static class CaseFile
{
    private const long LargestBytes = 1 << 20;

    /// <summary>Reads a case file.</summary>
    /// <exception cref="InvalidInputException">Absent, no JSON object, or a name or value that no option takes.</exception>
    internal static Dictionary<string, RawValue> Read(string path, IReadOnlyList<CaseOption> options)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"case file {path}: no such file");
        }

        if (new FileInfo(path).Length > LargestBytes)
        {
            throw new InvalidInputException($"case file {path}: {new FileInfo(path).Length} bytes; a case file is a small JSON text (at most {LargestBytes} bytes)");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 });
            return Convert(document.RootElement, path, options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for text that is no valid Unicode
        {
            throw new InvalidInputException($"case file {path}: no valid JSON: {e.Message}", e);
        }
    }

    private static Dictionary<string, RawValue> Convert(JsonElement root, string path, IReadOnlyList<CaseOption> options)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException($"case file {path}: found {root.ValueKind}, expected an object such as {{ \"activity\": \"pet.nii.gz\" }}");
        }

        // Kept as short as the user wrote it: results tell the paths, and those of a checkout shall not hang on where it lies.
        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        var values = new Dictionary<string, RawValue>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name is "$schema" or "comment" || property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            RawValue value = ReadProperty(property, $"case file {path}: ", $"{path}: ", folder, options);
            if (!values.TryAdd(property.Name, value))
            {
                throw new InvalidInputException($"{value.Origin}: stands twice in the file");
            }
        }

        return values;
    }

    /// <summary>One name and its value.</summary>
    /// <param name="property">As it stands in the file.</param>
    /// <param name="file">What goes before a message about the name.</param>
    /// <param name="originPrefix">What goes before the name in messages about the value.</param>
    /// <param name="folder">What paths are relative to.</param>
    /// <param name="options">The names that are known.</param>
    /// <exception cref="InvalidInputException">An unknown name, or a value that no option takes.</exception>
    internal static RawValue ReadProperty(JsonProperty property, string file, string originPrefix, string folder, IReadOnlyList<CaseOption> options)
    {
        CaseOption option = options.FirstOrDefault(o => o.Name == property.Name) ?? throw new InvalidInputException(
            $"{file}unknown name '{property.Name}'.{Suggestion.Hint(property.Name, options.Select(o => o.Name))}");
        string origin = originPrefix + property.Name;
        List<string> words = [.. Words(property.Value, option, origin, folder)];
        return words.Count == 1 || option.IsRepeatable
            ? new(words, origin, IsFromFile: true)
            : throw new InvalidInputException($"{origin}: found {words.Count} values, expected one");
    }

    /// <summary>A word of a file, with paths in it made relative to nothing but the file's folder.</summary>
    internal static string Placed(string text, CaseOption option, string folder) => option.Kind switch
    {
        CaseOptionKind.Path => Path.Combine(folder, text),
        CaseOptionKind.NameOrPath => option.Words!.Contains(text) ? text : Path.Combine(folder, text),
        CaseOptionKind.PathPair => PlacedPair(text, folder),
        _ => text,
    };

    private static IEnumerable<string> Words(JsonElement value, CaseOption option, string origin, string folder)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().SelectMany(item => Words(item, option, origin, folder));
        }

        if (value.ValueKind == JsonValueKind.Object && option.Kind is CaseOptionKind.Pair or CaseOptionKind.PathPair)
        {
            return value.EnumerateObject().Select(p =>
                $"{p.Name}={(option.Kind == CaseOptionKind.PathPair ? Path.Combine(folder, Scalar(p.Value, origin)) : Scalar(p.Value, origin))}");
        }

        return [Placed(Scalar(value, origin), option, folder)];
    }

    private static string Scalar(JsonElement value, string origin) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new InvalidInputException($"{origin}: found {value.ValueKind}, expected text, a number or true/false"),
    };

    private static string PlacedPair(string text, string folder)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? text : $"{text[..equals]}={Path.Combine(folder, text[(equals + 1)..])}";
    }
}
