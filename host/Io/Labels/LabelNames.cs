using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Labels;

/// <summary>
/// The table of label names beside a label map. For `liver.nii.gz` it is `liver.labels.csv`, `.txt` or `.json`, or the same after
/// the whole file name (`liver.nii.gz.labels.csv`):
/// csv: `label,name` and optionally `,red,green,blue` (0 to 255), a heading allowed; txt: ITK-SNAP's label descriptions;
/// json: {"5": "Liver", ...}. At most one may be there.
/// </summary>
internal static partial class LabelNames
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The names, or null where there is no table.</summary>
    internal static IReadOnlyDictionary<int, LabelName>? FindBeside(string imagePath)
    {
        string[] stems = [imagePath, ImageExtension().Replace(imagePath, "")];
        string[] found = [.. stems.Distinct()
            .SelectMany(stem => new[] { ".labels.csv", ".labels.txt", ".labels.json" }.Select(end => stem + end))
            .Where(File.Exists)];
        return found.Length switch
        {
            0 => null,
            1 => Read(found[0]),
            _ => throw InputError.Of(imagePath, "name table", string.Join(" and ", found.Select(Path.GetFileName)), "one of them", "remove the others"),
        };
    }

    internal static IReadOnlyDictionary<int, LabelName> Read(string path)
    {
        string text = InputFile.ReadText(path, MaxBytes);
        var names = new Dictionary<int, LabelName>();
        IEnumerable<(string Label, LabelName Name)> entries = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => Json(path, text),
            ".txt" => ItkSnap(path, text),
            _ => Csv(path, text),
        };
        foreach ((string labelText, LabelName name) in entries)
        {
            if (!int.TryParse(labelText, NumberStyles.None, CultureInfo.InvariantCulture, out int label))
            {
                throw InputError.Of(path, "label", labelText, "a whole number from 0");
            }

            if (string.IsNullOrWhiteSpace(name.Name))
            {
                throw InputError.Of(path, $"name of label {label}", null, "a name");
            }

            if (!names.TryAdd(label, name))
            {
                throw InputError.Of(path, "label", label, "each label once");
            }
        }

        return names;
    }

    private static IEnumerable<(string Label, LabelName Name)> Csv(string path, string text)
    {
        bool first = true;
        foreach (string line in Lines(text))
        {
            string[] cells = line.Split(',', StringSplitOptions.TrimEntries);
            bool heading = first && cells[0].Length > 0 && !char.IsAsciiDigit(cells[0][0]);
            first = false;
            if (heading)
            {
                continue;
            }

            if (cells.Length is not (2 or 5))
            {
                throw InputError.Of(path, "a line", line, "label,name or label,name,red,green,blue");
            }

            yield return (cells[0], new(cells[1].Trim('"'), cells.Length == 5 ? Color(path, line, cells[2..5]) : null));
        }
    }

    private static IEnumerable<(string Label, LabelName Name)> ItkSnap(string path, string text)
    {
        foreach (string line in Lines(text).Where(line => !line.StartsWith('#')))
        {
            Match match = SnapLine().Match(line);
            if (!match.Success)
            {
                throw InputError.Of(path, "a line", line, "ITK-SNAP's IDX R G B A VIS MSH \"LABEL\"");
            }

            yield return (match.Groups[1].Value, new(match.Groups[5].Value, Color(path, line, [match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value])));
        }
    }

    private static List<(string Label, LabelName Name)> Json(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateObject().Select(entry => (entry.Name, new LabelName(entry.Value.GetString() ?? "", null)))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw InputError.Of(path, "this is not a JSON object of label numbers and names, such as {\"5\": \"Liver\"}", e);
        }
    }

    private static Rgb Color(string path, string line, string[] channels)
    {
        byte Channel(string text) => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value)
            ? value
            : throw InputError.Of(path, "a colour in the line", line, "whole numbers from 0 to 255");
        return new(Channel(channels[0]), Channel(channels[1]), Channel(channels[2]));
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(\.nii|\.nii\.gz|(\.seg)?\.nrrd|\.nhdr|\.mha|\.mhd)$", RegexOptions.IgnoreCase)]
    private static partial Regex ImageExtension();

    [GeneratedRegex(@"^(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\S+\s+\S+\s+\S+\s+""([^""]*)""$")]
    private static partial Regex SnapLine();
}
