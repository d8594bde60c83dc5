using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Provenance;

/// <summary>Whether a folder holds what a run wrote, all of it and nothing else.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Agrees">True where every file is as it was written.</param>
/// <param name="Files">Each file with its state.</param>
/// <param name="Problems">What differs, in words.</param>
internal sealed record FolderVerification(string Folder, bool Agrees, IReadOnlyList<VerifiedFile> Files, IReadOnlyList<string> Problems)
{
    private static readonly string[] DoseFormats = ["nii.gz", "nrrd", "mha"];

    /// <summary>Checks a folder against its manifest, and its results.json against itself and the dose files.</summary>
    /// <exception cref="InvalidInputException">No folder, or no manifest in it.</exception>
    internal static FolderVerification Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidInputException($"{folder}: no such folder; give the folder that a run wrote");
        }

        IReadOnlyDictionary<string, string> expected = OutputManifest.Read(folder);
        var files = new List<VerifiedFile>();
        foreach ((string name, string sha256) in expected)
        {
            var info = new FileInfo(Path.Combine(folder, name));
            string state = info.LinkTarget is not null ? "a link, not the file" : !info.Exists ? "missing" : HashOf(info) == sha256 ? "ok" : "changed";
            files.Add(new(name, state));
        }

        files.AddRange(OutputManifest.FilesOf(folder).Where(name => !expected.ContainsKey(name)).Select(name => new VerifiedFile(name, "not of this run")));
        List<string> problems = [.. files.Where(file => file.State != "ok").Select(file => $"{file.Name}: {file.State}")];
        if (files.Any(file => file.Name == "results.json" && file.State == "ok"))
        {
            problems.AddRange(ProblemsOfResults(folder, files));
        }

        return new(folder, problems.Count == 0, files, problems);
    }

    private static string HashOf(FileInfo info) => InputFile.Guard(info.FullName, () => OutputManifest.HashOf(info.FullName));

    /// <summary>A manifest can be made anew by hand; the hashes in results.json then still hold results and doses together.</summary>
    private static IEnumerable<string> ProblemsOfResults(string folder, List<VerifiedFile> files)
    {
        ResultsDocument results;
        using (FileStream stream = InputFile.Open(Path.Combine(folder, "results.json")))
        {
            results = ResultsJson.Read(stream, "results.json");
        }

        if (results.Provenance is not { } provenance)
        {
            yield break;
        }

        if (ProvenanceOf.HashOfFile(Path.Combine(folder, "results.json")) != provenance.ResultsSha256)
        {
            yield return "results.json: its content is not that of its own resultsSha256";
        }

        foreach (DoseHash dose in provenance.Doses)
        {
            string? name = DoseFormats.Select(format => $"dose-{dose.Method}.{format}").FirstOrDefault(n => files.Any(f => f.Name == n && f.State == "ok"));
            if (name is not null && VoxelHash.Of(VolumeFile.Read(Path.Combine(folder, name)).Volume.Values) != dose.Sha256)
            {
                yield return $"{name}: its voxels are not those of results.json";
            }
        }
    }
}

/// <summary>A file and whether it is as written: "ok", "changed", "missing", "not of this run" or "a link, not the file".</summary>
internal sealed record VerifiedFile(string Name, string State);
