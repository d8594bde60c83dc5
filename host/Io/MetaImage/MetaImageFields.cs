using System.Globalization;

namespace VoxelDose.Host.Io.MetaImage;

/// <summary>The `Key = value` lines of a MetaImage header.</summary>
internal sealed class MetaImageFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private MetaImageFields(string path) => FilePath = path;

    internal string FilePath { get; }

    /// <summary>First byte after the line ElementDataFile, where local data begin.</summary>
    internal long HeaderBytes { get; private set; }

    internal IReadOnlyDictionary<string, string> All => _fields;

    /// <summary>True where the file begins as a MetaImage does.</summary>
    internal static bool Is(ReadOnlySpan<byte> head)
    {
        string start = System.Text.Encoding.ASCII.GetString(head).TrimStart();
        return new[] { "ObjectType", "NDims", "Comment", "ObjectSubType" }.Any(key =>
            start.StartsWith(key, StringComparison.OrdinalIgnoreCase) && start[key.Length..].TrimStart(' ', '\t').StartsWith('='));
    }

    internal static MetaImageFields Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        return InputFile.Guard(path, () =>
        {
            var fields = new MetaImageFields(path);
            var lines = new HeaderLines(path, stream);
            while (lines.Next() is { } line)
            {
                if (line.Trim().Length == 0)
                {
                    continue;
                }

                int equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                {
                    throw InputError.Of(path, "a header line", line, "'Key = value'");
                }

                string key = line[..equals].Trim();
                if (!fields._fields.TryAdd(key, line[(equals + 1)..].Trim()))
                {
                    throw InputError.Of(path, $"field {InputError.Quote(key)}", line[(equals + 1)..].Trim(), "each field once");
                }

                // By the format's rule this field is the last; local data follow at once.
                if (key.Equals("ElementDataFile", StringComparison.OrdinalIgnoreCase))
                {
                    fields.HeaderBytes = lines.Position;
                    return fields;
                }
            }

            throw InputError.Of(path, "the header names no ElementDataFile: the file is truncated");
        });
    }

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
        Find(name) ?? throw InputError.Of(FilePath, $"field '{name}'", null, "a value; MetaImage requires this field");

    /// <summary>True or False; <paramref name="absent"/> where the field is not there.</summary>
    internal bool Flag(bool absent, params ReadOnlySpan<string> names)
    {
        string? text = Find(names);
        return text?.ToLowerInvariant() switch
        {
            null => absent,
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw InputError.Of(FilePath, names[0], text, "True or False"),
        };
    }

    /// <summary>As many finite numbers as asked for; null where the field is not there.</summary>
    internal double[]? Numbers(int count, params ReadOnlySpan<string> names)
    {
        string? text = Find(names);
        if (text is null)
        {
            return null;
        }

        var numbers = new List<double>();
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            numbers.Add(double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw InputError.Of(FilePath, names[0], text, "finite numbers"));
        }

        return numbers.Count == count ? [.. numbers] : throw InputError.Of(FilePath, names[0], text, $"{count} numbers");
    }

    internal long Whole(string name, long absent)
    {
        string? text = Find(name);
        return text is null ? absent
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
            : throw InputError.Of(FilePath, name, text, "a whole number");
    }
}
