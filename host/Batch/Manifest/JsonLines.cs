using System.Text.Json;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>Lines on which the cases of a JSON manifest and their names stand; JsonDocument does not keep them.</summary>
internal sealed class JsonLines
{
    private readonly List<Object> _cases = [];

    internal static JsonLines Of(ReadOnlySpan<byte> text)
    {
        var lines = new JsonLines();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 });
        int line = 1;
        int counted = 0;
        int? casesDepth = null;
        bool isCasesNext = false;
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            line += text[counted..start].Count((byte)'\n');
            counted = start;
            bool isElement = reader.CurrentDepth == casesDepth;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when casesDepth is null && (reader.CurrentDepth == 0 || isCasesNext):
                    casesDepth = reader.CurrentDepth + 1;
                    break;
                case JsonTokenType.EndArray when reader.CurrentDepth == casesDepth - 1:
                    return lines;
                case JsonTokenType.PropertyName when casesDepth is null:
                    isCasesNext = reader.CurrentDepth == 1 && reader.ValueTextEquals("cases"u8);
                    break;
                case JsonTokenType.PropertyName when reader.CurrentDepth == casesDepth + 1:
                    lines._cases[^1].Add(line);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    break;
                default:
                    if (isElement)
                    {
                        lines._cases.Add(new(line));
                    }

                    break;
            }
        }

        return lines;
    }

    internal Object Case(int index) => index < _cases.Count ? _cases[index] : new(1);

    /// <summary>Where one case stands.</summary>
    internal sealed class Object(int line)
    {
        private readonly List<int> _names = [];

        internal int Line => line;

        internal void Add(int nameLine) => _names.Add(nameLine);

        /// <summary>Line of the case's n-th name.</summary>
        internal int LineOf(int n) => n < _names.Count ? _names[n] : line;

        internal Dictionary<string, int> Lines(JsonElement item)
        {
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            int n = 0;
            foreach (JsonProperty property in item.EnumerateObject())
            {
                lines[property.Name] = LineOf(n++);
            }

            return lines;
        }
    }
}
