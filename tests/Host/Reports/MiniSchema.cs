using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoxelDose.Tests.Host.Reports;

/// <summary>The part of JSON Schema that docs/results.schema.json uses; a keyword beyond it is an error, not ignored.</summary>
internal sealed class MiniSchema(JsonElement root)
{
    /// <summary>What breaks the schema, each with its place.</summary>
    internal IReadOnlyList<string> Validate(JsonElement value)
    {
        var errors = new List<string>();
        Check(root, value, "$", errors);
        return errors;
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"type {type}"),
    };

    private void Check(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            JsonElement rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$schema" or "title" or "description" or "$defs" or "additionalProperties":
                    break;
                case "$ref":
                    Check(root.GetProperty("$defs").GetProperty(rule.GetString()!.Split('/')[^1]), value, path, errors);
                    break;
                case "type":
                    string[] types = rule.ValueKind == JsonValueKind.Array ? [.. rule.EnumerateArray().Select(t => t.GetString()!)] : [rule.GetString()!];
                    Expect(types.Any(type => IsType(type, value)), $"{path}: {value.ValueKind} is not {string.Join(" or ", types)}", errors);
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (string name in rule.EnumerateArray().Select(n => n.GetString()!))
                    {
                        Expect(value.TryGetProperty(name, out _), $"{path}.{name}: absent", errors);
                    }

                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    CheckProperties(schema, rule, value, path, errors);
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach ((int i, JsonElement item) in value.EnumerateArray().Index())
                    {
                        Check(rule, item, $"{path}[{i}]", errors);
                    }

                    break;
                case "enum" when value.ValueKind == JsonValueKind.String:
                    Expect(rule.EnumerateArray().Any(word => word.GetString() == value.GetString()), $"{path}: '{value}' is not among {rule}", errors);
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String:
                    Expect(Regex.IsMatch(value.GetString()!, rule.GetString()!), $"{path}: '{value}' does not match {rule}", errors);
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number:
                    Expect(value.GetDouble() >= rule.GetDouble(), $"{path}: {value} is below {rule}", errors);
                    break;
                case "maximum" when value.ValueKind == JsonValueKind.Number:
                    Expect(value.GetDouble() <= rule.GetDouble(), $"{path}: {value} is above {rule}", errors);
                    break;
                case "required" or "properties" or "items" or "enum" or "pattern" or "minimum" or "maximum":
                    break;
                default:
                    throw new NotSupportedException($"keyword {keyword.Name}");
            }
        }

        if (!schema.TryGetProperty("properties", out _) && schema.TryGetProperty("additionalProperties", out JsonElement extra) &&
            extra.ValueKind == JsonValueKind.Object && value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty item in value.EnumerateObject())
            {
                Check(extra, item.Value, $"{path}.{item.Name}", errors);
            }
        }
    }

    private void CheckProperties(JsonElement schema, JsonElement properties, JsonElement value, string path, List<string> errors)
    {
        bool closed = schema.TryGetProperty("additionalProperties", out JsonElement extra) && extra.ValueKind == JsonValueKind.False;
        foreach (JsonProperty item in value.EnumerateObject())
        {
            if (properties.TryGetProperty(item.Name, out JsonElement rule))
            {
                Check(rule, item.Value, $"{path}.{item.Name}", errors);
            }
            else
            {
                Expect(!closed, $"{path}.{item.Name}: not in the schema", errors);
            }
        }
    }

    private static void Expect(bool holds, string otherwise, List<string> errors)
    {
        if (!holds)
        {
            errors.Add(otherwise);
        }
    }
}
