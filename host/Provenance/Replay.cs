using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Provenance;

/// <summary>Does a run again from its results.json, and tells whether the bits agree.</summary>
internal static class Replay
{
    /// <summary>Flags that a replay takes beside the recorded ones: where to write, and what computes.</summary>
    private static readonly string[] Allowed = ["out", "overwrite", "threads", "device"];

    /// <summary>The options of the recorded run, with its device, and those given now.</summary>
    /// <exception cref="InvalidInputException">The document tells no provenance, or an input is gone or has changed.</exception>
    /// <exception cref="UsageException">An option is given that would change the run.</exception>
    internal static Dictionary<string, RawValue> OptionsOf(ResultsDocument recorded, string path, IReadOnlyDictionary<string, RawValue> given)
    {
        if (given.Keys.FirstOrDefault(name => !Allowed.Contains(name)) is { } changed)
        {
            throw new UsageException($"--{changed} would change the run that --replay does again; with --replay only --{string.Join(", --", Allowed)} are taken");
        }

        if (recorded.Provenance is not { } provenance)
        {
            throw new InvalidInputException($"{path}: it carries no provenance, so it was written by a version that could not be replayed; run the case again");
        }

        // What came by DICOMweb is fetched again; its hashes are part of the results, and so of the comparison.
        if (!provenance.Given.ContainsKey("from"))
        {
            RequireSameInputs(recorded, path);
        }

        Dictionary<string, RawValue> options = provenance.Given.ToDictionary(o => o.Key, o => new RawValue(o.Value, $"{path}: provenance.given.{o.Key}", IsFromFile: true));
        if (options.Keys.FirstOrDefault(name => DoseOptions.All.All(option => option.Name != name)) is { } unknown)
        {
            throw new InvalidInputException($"{path}: option '{unknown}' is not known to this version ({SoftwareVersion.Current.Version}); replay with version {recorded.Software.Version}");
        }

        // A replay sends nothing anywhere.
        if (options.Remove("store"))
        {
            options["dicom-out"] = new(["true"], $"{path}: provenance.given.store", IsFromFile: true);
        }

        // Bits hang on the kind of device, which 'auto' may choose differently elsewhere.
        options["device"] = new([recorded.Device.Kind], $"{path}: device.kind", IsFromFile: true);
        foreach ((string name, RawValue value) in given)
        {
            options[name] = value;
        }

        return options;
    }

    /// <summary>Reads the document to replay.</summary>
    internal static ResultsDocument Read(string path)
    {
        if (Directory.Exists(path))
        {
            string file = Path.Combine(path, "results.json");
            throw new InvalidInputException(File.Exists(file)
                ? $"--replay {path}: that is a folder; give the file in it, --replay {file}"
                : $"--replay {path}: that is a folder, and no results.json lies in it; give the results.json of a finished run");
        }

        using FileStream stream = InputFile.Open(path);
        return ResultsJson.Read(stream, path);
    }

    /// <summary>Compares a new run with the recorded one.</summary>
    internal static ReplayDocument Compare(string path, ResultsDocument recorded, ResultsDocument now)
    {
        ProvenanceInfo then = recorded.Provenance!;
        ProvenanceInfo here = now.Provenance!;
        List<ReplayHash> doses =
        [
            .. then.Doses.Select(d => d.Method).Union(here.Doses.Select(d => d.Method)).Select(method => new ReplayHash(
                method, then.Doses.SingleOrDefault(d => d.Method == method)?.Sha256, here.Doses.SingleOrDefault(d => d.Method == method)?.Sha256)),
        ];
        var results = new ReplayHash("results.json", then.ResultsSha256, here.ResultsSha256);
        var notes = new List<string>();
        if (ProvenanceOf.HashOfFile(path) != then.ResultsSha256)
        {
            notes.Add($"{path} was changed after it was written: its content is not that of its own resultsSha256");
        }

        if (recorded.Software != now.Software)
        {
            notes.Add($"program: then {Name(recorded.Software)}, now {Name(now.Software)}");
        }

        if (recorded.Device != now.Device)
        {
            notes.Add($"device: then {recorded.Device.Kind}, {recorded.Device.Name}; now {now.Device.Kind}, {now.Device.Name}");
        }

        notes.AddRange(then.Tables.Select(t => t.Name).Union(here.Tables.Select(t => t.Name))
            .Where(name => then.Tables.FirstOrDefault(t => t.Name == name) != here.Tables.FirstOrDefault(t => t.Name == name))
            .Select(name => $"table data/{name} differs between the two programs"));
        return new(path, doses.All(dose => dose.Agrees) && results.Agrees && notes.TrueForAll(note => !note.StartsWith(path, StringComparison.Ordinal)), doses, results, notes);
    }

    /// <summary>Tells a comparison on the terminal.</summary>
    internal static void Tell(Terminal terminal, ReplayDocument replay)
    {
        foreach (string note in replay.Notes)
        {
            terminal.Info($"replay: {note}");
        }

        if (replay.BitsAgree)
        {
            terminal.Info($"replay: the bits agree: {string.Join(", ", replay.Doses.Select(dose => dose.Of))} and results.json");
            return;
        }

        string[] differing = [.. replay.Doses.Append(replay.Results).Where(hash => !hash.Agrees).Select(hash => hash.Of)];
        terminal.Error(differing.Length == 0
            ? "replay: the doses agree, but the recorded results.json was changed by hand"
            : $"replay: the bits differ in {string.Join(", ", differing)}");
    }

    private static string Name(SoftwareInfo software) => $"{software.Version} ({software.Commit ?? "commit unknown"}, sha256 {software.Sha256 ?? "unknown"})";

    private static void RequireSameInputs(ResultsDocument recorded, string path)
    {
        foreach (InputInfo input in recorded.Inputs)
        {
            if (!File.Exists(input.Path) && !Directory.Exists(input.Path))
            {
                throw new InvalidInputException(
                    $"{path}: input '{input.Role}' {input.Path} is not there; put the file of SHA-256 {input.Sha256} back, or run from the folder that relative paths start from");
            }

            string found = InputFile.Guard(input.Path, () => InputHash.Of(input.Role, input.Path));
            if (found != input.Sha256)
            {
                throw new InvalidInputException(
                    $"{path}: input '{input.Role}' {input.Path} has changed since: its SHA-256 is {found}, the run read {input.Sha256}; a replay needs the same bytes");
            }
        }
    }
}
