using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoxelDose.Host.Reports;

/// <summary>
/// Option values by flag name: text, numbers, yes or no, null, and lists of them. Read back, whole numbers are long, others double.
/// </summary>
internal sealed class OptionValuesConverter : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    public override IReadOnlyDictionary<string, object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"options are {json.RootElement.ValueKind}, expected an object");
        }

        var values = new Dictionary<string, object?>();
        foreach (JsonProperty item in json.RootElement.EnumerateObject())
        {
            if (!values.TryAdd(item.Name, FromJson(item.Value)))
            {
                throw new JsonException($"option '{item.Name}' stands twice");
            }
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, object? item) in value)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, name, item);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    WriteValue(writer, name, item);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new NotSupportedException($"option '{name}' holds a {value.GetType().Name}; give text, a number, a bool or a list of them");
        }
    }

    private static object? FromJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(FromJson).ToList(),
        _ => throw new JsonException($"an option holds a {value.ValueKind}; expected text, a number, a bool or a list of them"),
    };
}
