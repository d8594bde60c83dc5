using System.Globalization;
using System.Reflection;
using System.Text;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Physics;

/// <summary>A table of physics data with its provenance: embedded (data/physics of the repository) or brought by the user.</summary>
/// <param name="Name">File name.</param>
/// <param name="Source">Provenance; checked against the bytes.</param>
/// <param name="Text">Content.</param>
public sealed record PhysicsTable(string Name, TableSource Source, string Text)
{
    /// <summary>Makes a table of bytes and of the source that vouches for them.</summary>
    /// <exception cref="InvalidInputException">The source is incomplete, or does not fit the bytes.</exception>
    public static PhysicsTable FromBytes(string name, byte[] table, byte[] sourceJson) =>
        new(name, TableSource.Read(SourceNameOf(name), sourceJson, table), Encoding.UTF8.GetString(table));

    /// <summary>Name of the file that holds the provenance of a table: NAME.source.json.</summary>
    public static string SourceNameOf(string name) => Path.GetFileNameWithoutExtension(name) + ".source.json";

    /// <summary>
    /// Rows of a comma-separated table: lines that start with '#' are remarks, the first other line names the columns as the source
    /// does, in that order.
    /// </summary>
    /// <exception cref="InvalidInputException">The header differs from the source, or a row has another number of fields.</exception>
    public IReadOnlyList<string[]> Rows()
    {
        string[] lines = [.. Text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#')];
        string expected = string.Join(',', Source.Columns.Select(column => column.Name));
        if (lines.Length == 0 || lines[0] != expected)
        {
            throw new InvalidInputException($"{Name}: header is '{(lines.Length == 0 ? "" : lines[0])}', its source names '{expected}'");
        }

        var rows = new List<string[]>(lines.Length - 1);
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(',');
            rows.Add(fields.Length == Source.Columns.Count
                ? fields
                : throw new InvalidInputException($"{Name}: row '{line}' has {fields.Length} fields, expected {Source.Columns.Count}"));
        }

        return rows;
    }

    /// <summary>Rows of a table whose columns are all numbers.</summary>
    /// <exception cref="InvalidInputException">A field is not a finite number, or the table is not as its source says.</exception>
    public IReadOnlyList<double[]> NumericRows() => [.. Rows().Select(row => Array.ConvertAll(row, Number))];

    /// <summary>A number of this table, written with a decimal point.</summary>
    /// <exception cref="InvalidInputException">Not a finite number.</exception>
    public double Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InvalidInputException($"{Name}: '{field}' is not a finite number");

    /// <summary>A table of data/physics, which is part of this assembly.</summary>
    internal static PhysicsTable Embedded(string name) =>
        FromBytes(name, Resource(name), Resource(SourceNameOf(name)));

    private static byte[] Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("physics/" + name)
            ?? throw new InvalidInputException($"data/physics/{name} is not part of this build; every physics table needs its .source.json");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
