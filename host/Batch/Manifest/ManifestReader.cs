using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>Reads a manifest into entries; every fault is collected with its line, none is thrown.</summary>
internal sealed class ManifestReader
{
    private const long LargestBytes = 1L << 28;

    private readonly List<ManifestEntry> _entries = [];
    private readonly List<ManifestFault> _faults = [];

    private ManifestReader(string path)
    {
        Path = path;
        Folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
    }

    internal string Path { get; }

    /// <summary>What paths in the manifest are relative to.</summary>
    internal string Folder { get; }

    internal IReadOnlyList<ManifestEntry> Entries => _entries;

    internal IReadOnlyList<ManifestFault> Faults => _faults;

    /// <summary>Reads a manifest: JSON where it is named so, else CSV.</summary>
    /// <exception cref="InvalidInputException">Absent, or far too large.</exception>
    internal static ManifestReader Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"manifest {path}: no such file");
        }

        if (new FileInfo(path).Length > LargestBytes)
        {
            throw new InvalidInputException($"manifest {path}: {new FileInfo(path).Length} bytes; a manifest is a table of cases (at most {LargestBytes} bytes)");
        }

        var reader = new ManifestReader(path);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                JsonManifest.Read(reader, File.ReadAllBytes(path));
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidInputException($"manifest {path}: holds text that is no valid Unicode: {e.Message}", e);
            }
        }
        else
        {
            CsvManifest.Read(reader);
        }

        if (reader._entries.Count == 0 && reader._faults.Count == 0)
        {
            reader.Fault(1, null, "there is no case in it");
        }

        return reader;
    }

    internal void Fault(int line, string? id, string message) => _faults.Add(new(line, id, message));

    /// <summary>Takes an entry; a case file that it names lies under its own options.</summary>
    internal void Add(ManifestEntry entry, string? caseFile)
    {
        if (caseFile is not null)
        {
            try
            {
                foreach ((string name, RawValue value) in CaseFile.Read(System.IO.Path.Combine(Folder, caseFile), DoseOptions.All))
                {
                    if (!ManifestColumns.Reserved.Contains(name))
                    {
                        entry.Values.TryAdd(name, value);
                    }
                }
            }
            catch (Exception e) when (e is InvalidInputException or UsageException)
            {
                Fault(entry.LineOf(ManifestColumns.CaseFile), entry.Id, e.Message);

                // What the case lacks without its file would be told as faults that are none.
                entry = entry with { Values = new(entry.Values) { [ManifestColumns.CaseFile] = new([caseFile], "--case", IsFromFile: true) } };
            }
        }

        _entries.Add(entry);
    }
}
