using System.Globalization;

namespace VoxelDose.Host.Io.Nrrd;

/// <summary>The lines of a NRRD header, taken apart but not yet understood.</summary>
internal sealed class NrrdFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private NrrdFields(string path) => FilePath = path;

    /// <summary>The header's file.</summary>
    internal string FilePath { get; }

    /// <summary>First byte after the header, where attached data begin.</summary>
    internal long HeaderBytes { get; private set; }

    /// <summary>True where a blank line ended the header, as before attached data.</summary>
    internal bool EndsWithBlankLine { get; private set; }

    /// <summary>The key/value pairs (key:=value).</summary>
    internal IReadOnlyDictionary<string, string> Keys => _keys;

    internal static NrrdFields Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        return InputFile.Guard(path, () =>
        {
            var lines = new HeaderLines(path, stream);
            string magic = lines.Next() ?? "";
            if (magic.Length != 8 || !magic.StartsWith("NRRD000", StringComparison.Ordinal) || magic[7] is < '1' or > '5')
            {
                throw InputError.Of(path, "the first line", magic, "NRRD0001 to NRRD0005");
            }

            var fields = new NrrdFields(path);
            while (lines.Next() is { } line)
            {
                if (line.Length == 0)
                {
                    fields.EndsWithBlankLine = true;
                    break;
                }

                fields.Add(line);
            }

            fields.HeaderBytes = lines.Position;
            return fields;
        });
    }

    /// <summary>A field by any of its names; null where it is absent.</summary>
    internal string? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_fields.TryGetValue(name, out string? value))
            {
                return value;
            }
        }

        return null;
    }

    internal string Need(string name) =>
        Find(name) ?? throw InputError.Of(FilePath, $"field '{name}'", null, "a value; NRRD requires this field");

    /// <summary>A whole number in a range.</summary>
    internal int Int(string field, string text, int low, int high) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw InputError.Of(FilePath, field, text, $"a whole number from {low} to {high}");

    /// <summary>A finite number.</summary>
    internal double Number(string field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw InputError.Of(FilePath, field, text, "a finite number");

    internal static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private void Add(string line)
    {
        if (line[0] == '#')
        {
            return;
        }

        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == line.Length - 1)
        {
            throw InputError.Of(FilePath, "a header line", line, "'field: value' or 'key:=value'");
        }

        bool isKey = line[colon + 1] == '=';
        string name = line[..colon].Trim();
        string value = isKey ? Unescape(line[(colon + 2)..]) : line[(colon + 1)..].Trim();
        if (!(isKey ? _keys : _fields).TryAdd(name, value))
        {
            throw InputError.Of(FilePath, $"field '{InputError.Quote(name)}'", value, "each field once");
        }
    }

    private static string Unescape(string value) =>
        value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal).TrimEnd();
}
