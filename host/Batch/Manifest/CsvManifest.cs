using CsvHelper;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>A manifest as a table: a header of option names, a line for each case, several values of one option separated by semicolons.</summary>
internal static class CsvManifest
{
    private const char ValueSeparator = ';';
    private static readonly IReadOnlyDictionary<string, int> SameLine = new Dictionary<string, int>();

    internal static void Read(ManifestReader manifest)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = 1 << 20,
        };
        int line = 1;
        try
        {
            using CsvReader csv = CsvReader.FromFile(manifest.Path, options);
            if (!csv.Read())
            {
                manifest.Fault(1, null, "the file is empty; expected a header such as id,activity,structures,role");
                return;
            }

            line = (int)csv.LineNumber;
            if (Header(manifest, Cells(csv), line) is not { } columns)
            {
                return;
            }

            while (csv.Read())
            {
                line = (int)csv.LineNumber;
                string[] cells = Cells(csv);
                if (cells.All(cell => cell.Length == 0))
                {
                    continue;
                }

                if (cells.Length != columns.Length)
                {
                    manifest.Fault(line, null, $"found {cells.Length} cells, the header has {columns.Length}; quote cells that hold commas");
                    continue;
                }

                Row(manifest, columns, cells, line);
            }
        }
        catch (CsvFormatException e)
        {
            manifest.Fault(e.LineNumber > 0 ? (int)e.LineNumber : line, null, $"the quoting is broken here, and what follows cannot be read: {e.Message}");
        }
    }

    private static string[] Cells(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(n => csv.GetString(n).Trim())];

    /// <summary>Names of the columns, empty for one that is passed over; null where no row can be read.</summary>
    private static string[]? Header(ManifestReader manifest, string[] names, int line)
    {
        if (names.Length == 1 && names[0].Contains(ValueSeparator, StringComparison.Ordinal))
        {
            manifest.Fault(line, null, $"the header '{names[0]}' is separated by semicolons; save the table with commas (semicolons separate several values in one cell)");
            return null;
        }

        string[] known = [ManifestColumns.Id, ManifestColumns.CaseFile, .. ManifestColumns.Options.Select(o => o.Name)];
        if (!names.Contains(ManifestColumns.Id))
        {
            manifest.Fault(line, null, $"the header has no column '{ManifestColumns.Id}', found {string.Join(", ", names)}");
            return null;
        }

        for (int n = 0; n < names.Length; n++)
        {
            string name = names[n];
            if (ManifestColumns.Reserved.Contains(name))
            {
                manifest.Fault(line, null, ManifestColumns.ReservedMessage(name));
            }
            else if (Array.IndexOf(names, name) < n && name.Length > 0)
            {
                manifest.Fault(line, null, $"column '{name}' stands twice in the header");
            }
            else if (known.Contains(name))
            {
                continue;
            }
            else if (name.Length > 0 && !ManifestColumns.IsRemark(name))
            {
                manifest.Fault(line, null, $"unknown column '{name}'.{Suggestion.Hint(name, known)}");
            }

            names[n] = string.Empty;
        }

        return names;
    }

    private static void Row(ManifestReader manifest, string[] columns, string[] cells, int line)
    {
        var values = new Dictionary<string, RawValue>(StringComparer.Ordinal);
        string? id = null;
        string? caseFile = null;
        for (int n = 0; n < cells.Length; n++)
        {
            if (cells[n].Length == 0 || columns[n].Length == 0)
            {
                continue;
            }

            if (columns[n] == ManifestColumns.Id)
            {
                id = cells[n];
            }
            else if (columns[n] == ManifestColumns.CaseFile)
            {
                caseFile = cells[n];
            }
            else
            {
                CaseOption option = ManifestColumns.Options.Single(o => o.Name == columns[n]);
                string[] words = option.IsRepeatable ? cells[n].Split(ValueSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [cells[n]];
                values[option.Name] = new([.. words.Select(word => CaseFile.Placed(word, option, manifest.Folder))], "--" + option.Name, IsFromFile: true);
            }
        }

        manifest.Add(new(line, id, values, SameLine), caseFile);
    }
}
