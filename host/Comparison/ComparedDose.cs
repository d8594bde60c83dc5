using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Comparison;

/// <summary>One side of a comparison: a finished dose run, or a bare dose volume.</summary>
internal sealed record ComparedDose
{
    /// <summary>Methods in the order in which one that both runs have is taken.</summary>
    private static readonly string[] Preference = ["vsv", "ldm", "vsv-density", "mc"];

    internal required string Path { get; init; }

    internal required string VolumePath { get; init; }

    internal required Volume DoseGy { get; init; }

    /// <summary>What the run says; null for a bare volume.</summary>
    internal ResultsDocument? Run { get; init; }

    internal required string Sha256 { get; init; }

    /// <summary>Whose dose it is and in which frame, as far as headers tell.</summary>
    internal DoseIdentity Identity { get; private init; } = new(null, null);

    /// <summary>What had to be assumed on reading.</summary>
    internal required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads both sides with one method.</summary>
    /// <param name="predictedPath">Folder of a run, or a volume.</param>
    /// <param name="deliveredPath">The same.</param>
    /// <param name="method">Method asked for, or null.</param>
    internal static (ComparedDose Predicted, ComparedDose Delivered, string Method) Read(string predictedPath, string deliveredPath, string? method)
    {
        ResultsDocument? predictedRun = ReadRun(predictedPath, "--predicted");
        ResultsDocument? deliveredRun = ReadRun(deliveredPath, "--delivered");
        string[][] offered = [.. new[] { predictedRun, deliveredRun }.Where(run => run is not null).Select(run => run!.Methods.Select(m => m.Id).ToArray())];
        string[] common = offered.Length == 0 ? [] : [.. offered.Aggregate((a, b) => [.. a.Intersect(b)])];
        string chosen = method ?? Preference.FirstOrDefault(common.Contains) ?? (offered.Length == 0 ? "dose" : throw new InvalidInputException(
            $"the runs share no dose method ({string.Join(" | ", offered.Select(methods => string.Join(", ", methods)))}); run dose again with one method for both"));
        if (offered.Length > 0 && !common.Contains(chosen))
        {
            throw new InvalidInputException($"--method {chosen}: not in both runs; common are {(common.Length == 0 ? "none" : string.Join(", ", common))}");
        }

        return (Read(predictedPath, predictedRun, chosen), Read(deliveredPath, deliveredRun, chosen), chosen);
    }

    /// <summary>The structures that the run used, in its frame; empty for a bare volume.</summary>
    internal IReadOnlyList<Structure> Structures()
    {
        if (Run is null)
        {
            return [];
        }

        var structures = new List<Structure>();
        foreach (InputInfo input in Run.Inputs.Where(input => input.Role == "structures"))
        {
            if (!File.Exists(input.Path) && !Directory.Exists(input.Path))
            {
                throw new InvalidInputException($"{Path}: the run's structures '{input.Path}' are not there any more (paths are seen from the current folder); give --structures");
            }

            if (InputHash.Of(input.Role, input.Path) != input.Sha256)
            {
                throw new InvalidInputException($"{Path}: the run's structures '{input.Path}' have changed since; run dose again, or give --structures");
            }

            structures.AddRange(StructureFile.Read(input.Path));
        }

        AffineTransform? moved = Transform("structures");
        Dictionary<string, StructureRole> roles = Run.Structures.Where(structure => !structure.Derived).ToDictionary(structure => structure.Name, structure => structure.Role);
        return [.. structures.Select(structure => moved is null ? structure : structure.SeenFrom(moved))
            .Select(structure => roles.TryGetValue(structure.Name, out StructureRole role) ? structure.WithRole(role) : structure)];
    }

    internal AffineTransform? Transform(string input)
    {
        string prefix = input + "=";
        return Run!.Options.GetValueOrDefault("transform") is IEnumerable<object?> list &&
            list.OfType<string>().FirstOrDefault(text => text.StartsWith(prefix, StringComparison.Ordinal)) is { } found
            ? TransformFile.Read(found[prefix.Length..])
            : null;
    }

    private static ResultsDocument? ReadRun(string path, string option)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? null : throw new InvalidInputException($"{option} {path}: no such file or folder");
        }

        string results = System.IO.Path.Combine(path, "results.json");
        if (!File.Exists(results))
        {
            throw new InvalidInputException($"{option} {path}: the folder holds no results.json; give the --out folder of a finished 'voxeldose dose', or a dose volume");
        }

        using FileStream stream = File.OpenRead(results);
        return ResultsJson.Read(stream, results);
    }

    private static ComparedDose Read(string path, ResultsDocument? run, string method)
    {
        string volumePath = path;
        if (run is not null)
        {
            string[] found = Directory.GetFiles(path, $"dose-{method}.*");
            volumePath = found.Length == 1 ? found[0] : throw new InvalidInputException($"{path}: {found.Length} files are named dose-{method}.*; exactly one is expected");
        }

        LoadedVolume loaded = VolumeFile.Read(volumePath);
        if (loaded.Unit is { } unit && !unit.Equals("Gy", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException($"{volumePath}: the file's unit is '{unit}'; a dose in Gy is expected");
        }

        var dose = new ComparedDose
        {
            Path = path,
            VolumePath = volumePath,
            DoseGy = loaded.Volume,
            Run = run,
            Sha256 = InputHash.Of("activity", volumePath),
            Notes = [.. loaded.Notes, .. loaded.Unit is null && run is null ? ["the file states no unit; its values are taken as Gy"] : Array.Empty<string>()],
        };
        return dose with { Identity = DoseIdentity.Of(dose, loaded) };
    }
}
