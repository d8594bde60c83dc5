using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>A manifest as JSON: an array of cases, or an object of "defaults" and "cases"; a case is what a case file is, with an "id".</summary>
internal static class JsonManifest
{
    private const string Cases = "cases";
    private const string Defaults = "defaults";

    internal static void Read(ManifestReader manifest, byte[] bytes)
    {
        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 });
            Convert(manifest, document.RootElement, JsonLines.Of(text.Span));
        }
        catch (JsonException e)
        {
            manifest.Fault((int)(e.LineNumber ?? 0) + 1, null, $"no valid JSON: {e.Message}");
        }
    }

    private static void Convert(ManifestReader manifest, JsonElement root, JsonLines lines)
    {
        JsonElement cases = root;
        JsonElement? defaults = null;
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in root.EnumerateObject().Where(p => p.Name is not (Cases or Defaults) && !ManifestColumns.IsRemark(p.Name)))
            {
                manifest.Fault(1, null, $"unknown name '{property.Name}' beside \"{Defaults}\" and \"{Cases}\"");
            }

            cases = root.TryGetProperty(Cases, out JsonElement found) ? found : default;
            defaults = root.TryGetProperty(Defaults, out JsonElement given) ? given : null;
        }

        if (cases.ValueKind != JsonValueKind.Array || defaults is { ValueKind: not JsonValueKind.Object })
        {
            manifest.Fault(1, null, "expected an array of cases, or { \"defaults\": { ... }, \"cases\": [ ... ] }");
            return;
        }

        Raw common = defaults is { } d ? Options(manifest, d, null, _ => 1) : new(null, null, []);
        if (common.Id is not null)
        {
            manifest.Fault(1, null, $"\"{Defaults}\" cannot give an id: every case has its own");
        }

        int n = 0;
        foreach (JsonElement item in cases.EnumerateArray())
        {
            JsonLines.Object at = lines.Case(n++);
            if (item.ValueKind != JsonValueKind.Object)
            {
                manifest.Fault(at.Line, null, $"case {n} is {item.ValueKind}, expected an object such as {{ \"id\": \"p1\", \"activity\": \"pet.nii.gz\" }}");
                continue;
            }

            Raw own = Options(manifest, item, IdOf(item), at.LineOf);
            foreach ((string name, RawValue value) in common.Values)
            {
                own.Values.TryAdd(name, value);
            }

            manifest.Add(new(at.Line, own.Id, own.Values, at.Lines(item)), own.CaseFile ?? common.CaseFile);
        }
    }

    private static Raw Options(ManifestReader manifest, JsonElement item, string? id, Func<int, int> lineOf)
    {
        var values = new Dictionary<string, RawValue>(StringComparer.Ordinal);
        string? caseFile = null;
        int n = 0;
        foreach (JsonProperty property in item.EnumerateObject())
        {
            int line = lineOf(n++);
            if (property.Value.ValueKind == JsonValueKind.Null || property.Name == ManifestColumns.Id || ManifestColumns.IsRemark(property.Name))
            {
                continue;
            }

            if (property.Name == ManifestColumns.CaseFile && property.Value.ValueKind == JsonValueKind.String)
            {
                caseFile = property.Value.GetString();
                continue;
            }

            if (ManifestColumns.Reserved.Contains(property.Name))
            {
                manifest.Fault(line, id, ManifestColumns.ReservedMessage(property.Name));
                continue;
            }

            try
            {
                RawValue value = CaseFile.ReadProperty(property, string.Empty, "--", manifest.Folder, ManifestColumns.Options);
                if (!values.TryAdd(property.Name, value))
                {
                    manifest.Fault(line, id, $"{value.Origin}: stands twice in the case");
                }
            }
            catch (InvalidInputException e)
            {
                manifest.Fault(line, id, e.Message);
            }
        }

        return new(IdOf(item), caseFile, values);
    }

    private static string? IdOf(JsonElement item) => !item.TryGetProperty(ManifestColumns.Id, out JsonElement id) ? null
        : id.ValueKind switch
        {
            JsonValueKind.String => id.GetString(),
            JsonValueKind.Number => id.GetRawText(),
            _ => null,
        };

    private sealed record Raw(string? Id, string? CaseFile, Dictionary<string, RawValue> Values);
}
