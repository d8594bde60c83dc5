using System.Text.RegularExpressions;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>Checks every case of a manifest as far as it can be without running it: ids, options, and whether the files are there.</summary>
internal sealed partial class ManifestChecker
{
    private const int LongestId = 100;
    private readonly List<ManifestFault> _faults = [];
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);

    /// <summary>The cases, and all faults by line; where there are faults, the cases are not fit to run.</summary>
    internal static (IReadOnlyList<BatchCase> Cases, IReadOnlyList<ManifestFault> Faults) Check(ManifestReader manifest)
    {
        var checker = new ManifestChecker();
        checker._faults.AddRange(manifest.Faults);
        checker.CheckIds(manifest.Entries);
        var cases = new List<BatchCase>(manifest.Entries.Count);
        foreach (ManifestEntry entry in manifest.Entries)
        {
            checker.CheckFiles(entry);
            if (checker.Bind(entry) is { } dose)
            {
                cases.Add(new(cases.Count, entry.Id ?? string.Empty, entry.Line, entry.Values, dose));
            }
        }

        return (cases, [.. checker._faults.OrderBy(fault => fault.Line)]);
    }

    private void CheckIds(IReadOnlyList<ManifestEntry> entries)
    {
        // Some file systems do not tell upper from lower case.
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (ManifestEntry entry in entries)
        {
            if (entry.Id is not { } id)
            {
                _faults.Add(new(entry.Line, null, "the case has no id"));
            }
            else if (!SafeId().IsMatch(id) || id.Length > LongestId || BatchFolder.IsReservedName(id))
            {
                _faults.Add(new(entry.LineOf(ManifestColumns.Id), id,
                    $"an id names a folder: letters, digits, '-', '_' and '.', first a letter or digit, last no '.', at most {LongestId} characters, and none of the batch's own files"));
            }
            else if (!lines.TryAdd(id, entry.Line))
            {
                _faults.Add(new(entry.LineOf(ManifestColumns.Id), id, $"the id stands already on line {lines[id]}; every case needs its own (upper and lower case count as the same)"));
            }
        }
    }

    /// <summary>
    /// Binds a case; after each fault the option at fault is taken out and the rest is bound again, so that all are told. What such an option's
    /// absence brings about is not told.
    /// </summary>
    private DoseCase? Bind(ManifestEntry entry)
    {
        var values = new Dictionary<string, RawValue>(entry.Values, StringComparer.Ordinal);
        values.TryAdd("out", new([entry.Id ?? "case"], "--out", IsFromFile: true));
        bool lacksFile = values.Remove(ManifestColumns.CaseFile);
        var removed = new HashSet<string>(StringComparer.Ordinal);
        if (lacksFile)
        {
            values.TryAdd("activity", new(["unknown"], "--activity", IsFromFile: true));
        }

        while (true)
        {
            try
            {
                DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, values));
                return removed.Count == 0 && !lacksFile ? dose : null;
            }
            catch (Exception e) when (e is InvalidInputException or UsageException or ArgumentException)
            {
                string[] named = [.. OptionName().Matches(e.Message).Select(match => match.Groups[1].Value)];
                string? culprit = values.FirstOrDefault(v => e.Message.StartsWith(v.Value.Origin + ":", StringComparison.Ordinal)).Key;
                if (!lacksFile && !named.Any(removed.Contains))
                {
                    _faults.Add(new(entry.LineOf(culprit ?? named.FirstOrDefault(values.ContainsKey)), entry.Id, e.Message));
                }

                int before = removed.Count;
                foreach (string name in culprit is not null ? [culprit] : named)
                {
                    removed.Add(name);
                    values.Remove(name);
                }

                values.TryAdd("activity", new(["unknown"], "--activity", IsFromFile: true));
                if (removed.Count == before)
                {
                    return null;
                }
            }
        }
    }

    private void CheckFiles(ManifestEntry entry)
    {
        foreach ((string name, RawValue value) in entry.Values)
        {
            CaseOption? option = DoseOptions.All.FirstOrDefault(o => o.Name == name);
            foreach (string word in value.Values)
            {
                string? path = option?.Kind switch
                {
                    CaseOptionKind.Path => word,
                    CaseOptionKind.PathPair when word.Contains('=', StringComparison.Ordinal) => word[(word.LastIndexOf('=') + 1)..],
                    CaseOptionKind.NameOrPath when !option.Words!.Contains(word) => word,
                    _ => null,
                };
                if (path is not null && !Exists(path))
                {
                    string names = option!.Kind == CaseOptionKind.NameOrPath ? $", and nothing built in ({string.Join(", ", option.Words!)})" : string.Empty;
                    _faults.Add(new(entry.LineOf(name), entry.Id, $"--{name} {path}: no such file or folder{names}"));
                }
                else if (name == "ct-calibration" && !Exists(SourceOf(path!)))
                {
                    _faults.Add(new(entry.LineOf(name), entry.Id, $"--{name} {path}: its provenance {SourceOf(path!)} does not exist"));
                }
            }
        }
    }

    private static string SourceOf(string table) =>
        Path.Combine(Path.GetDirectoryName(table) ?? string.Empty, PhysicsTable.SourceNameOf(Path.GetFileName(table)));

    /// <summary>Cases often share files; asking a file server ten thousand times for the same one takes time.</summary>
    private bool Exists(string path)
    {
        if (_present.Contains(path))
        {
            return true;
        }

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return false;
        }

        _present.Add(path);
        return true;
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?$")]
    private static partial Regex SafeId();

    [GeneratedRegex("--([a-z][a-z0-9-]*)")]
    private static partial Regex OptionName();
}
