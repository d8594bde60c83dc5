using System.Runtime.ExceptionServices;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.DicomWeb;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>The files of a dose case, read, placed in the dose frame and named with their hashes.</summary>
internal sealed record CaseInputs
{
    internal required LoadedVolume Activity { get; init; }

    /// <summary>DICOM frame of reference of the dose; null where no input tells it.</summary>
    internal string? FrameOfReferenceUid { get; init; }

    internal required IReadOnlyList<Structure> Structures { get; init; }

    internal LoadedVolume? Ct { get; init; }

    /// <summary>Treatments before this one, seen from the dose frame.</summary>
    internal IReadOnlyList<EarlierTreatment> Earlier { get; init; } = [];

    internal required IReadOnlyList<InputInfo> Files { get; init; }

    internal required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Tells, when the last file is read, whether the hashes are of what was read.</summary>
    internal InputWatch Watch { get; init; } = InputWatch.None;

    /// <summary>Reads the inputs: from files, or from a DICOMweb service by way of a folder that is gone when this returns.</summary>
    internal static CaseInputs Read(DoseCase dose, Terminal terminal, CancellationToken cancellation)
    {
        if (dose.DicomWeb?.From is null)
        {
            return ReadFiles(dose);
        }

        using FetchedStudy study = FetchedStudy.Fetch(dose, terminal, cancellation);
        try
        {
            CaseInputs inputs = ReadFiles(study.Case);
            inputs.Watch.RequireUnchanged();
            return inputs with
            {
                Watch = InputWatch.None,
                Files = [.. inputs.Files.Select(file => file with { Path = study.Named(file.Path) })],
                Warnings = [.. study.Warnings, .. inputs.Warnings.Select(warning => warning with { Message = study.Named(warning.Message) })],
            };
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(study.Named(e.Message), e);
        }
    }

    /// <summary>Reads the files, two at a time where there are several; hashing runs beside reading.</summary>
    private static CaseInputs ReadFiles(DoseCase dose)
    {
        string activityPath = dose.Activity ?? throw new ArgumentException("the case names no activity image yet", nameof(dose));
        List<(string Role, string Path)> files = [("activity", activityPath), .. dose.Structures.Select(p => ("structures", p))];
        if (dose.Ct is not null)
        {
            files.Add(("ct", dose.Ct));
        }

        if (dose.CtCalibration is not null)
        {
            files.Add(("ct-calibration", dose.CtCalibration));
            string source = CaseRequest.SourceOf(dose.CtCalibration);
            files.AddRange(File.Exists(source) ? [("ct-calibration-source", source)] : []);
        }

        files.AddRange(dose.Transforms.Select(t => ("transform " + t.Key, t.Value)));
        files.AddRange(new[] { ("media", dose.Media), ("recovery", dose.Statistics.Recovery) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!)));
        foreach (EarlierCase earlier in dose.Earlier.Where(e => e.Path is not null))
        {
            files.AddRange(EarlierInputs.Files(earlier, dose.Methods).Select(path => ("earlier-dose " + earlier.Label, path)));
        }

        files.AddRange(dose.Statistics.OutcomeModels.Where(File.Exists).Select(path => ("outcome-model", path)));
        files.AddRange(dose.ThresholdSets.Where(File.Exists).Select(path => ("threshold-set", path)));
        foreach ((string role, string path) in files.Where(f => !File.Exists(f.Path) && !Directory.Exists(f.Path)))
        {
            throw new InvalidInputException($"--{role.Split(' ')[0]} {path}: no such file or folder");
        }

        InputWatch watch = InputWatch.Of(files);
        Task<List<InputInfo>> hashes = Task.Run(() => files.ConvertAll(f => new InputInfo(f.Role, f.Path, InputHash.Of(f.Role, f.Path))));
        Task<List<LoadedStructures>> loads = Task.Run(() => dose.Structures.Select(StructureFile.Load).ToList());
        Task<LoadedVolume?> ct = Task.Run(() => dose.Ct is null ? null : VolumeFile.Read(dose.Ct, ["CT"]));
        LoadedVolume activity;
        try
        {
            activity = VolumeFile.Read(activityPath, ["PT", "NM"]);
            Task.WaitAll(hashes, loads, ct);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            throw;
        }

        List<Structure> structures = [.. loads.Result.SelectMany(load => load.Structures)];
        RequireUnique(structures);
        List<Warning> frames = FrameOfReferenceCheck.Of(dose, activity, ct.Result, loads.Result);
        string? doseFrame = FrameOfReferenceCheck.DoseFrame(dose, activity, ct.Result, loads.Result);
        var placement = new InputPlacement(dose, doseFrame);
        LoadedVolume placed = placement.Place("activity", activity);
        LoadedVolume? placedCt = ct.Result is { } c ? placement.Place("ct", c) : null;
        IEnumerable<Structure> placedStructures = loads.Result.SelectMany(load =>
            placement.Of("structures", load.FrameOfReferenceUid) is { } map ? load.Structures.Select(structure => structure.SeenFrom(map)) : load.Structures);
        (IReadOnlyList<EarlierTreatment> earlierTreatments, IReadOnlyList<Warning> earlierWarnings) = EarlierInputs.Read(dose, placement, doseFrame, hashes.Result[0].Sha256);
        List<Structure> withRoles = AssignRoles([.. placedStructures], dose.Roles);
        RequireOverlap(withRoles, placed.Volume.Grid, dose);
        return new()
        {
            Activity = placed,
            FrameOfReferenceUid = doseFrame,
            Structures = withRoles,
            Ct = placedCt,
            Earlier = earlierTreatments,
            Files = hashes.Result,
            Watch = watch,
            Warnings = [.. frames, .. earlierWarnings, .. loads.Result.SelectMany(load => load.Warnings), .. Notes(activity, activityPath), .. ct.Result is { } loaded ? Notes(loaded, dose.Ct!) : []],
        };
    }

    private static IEnumerable<Warning> Notes(LoadedVolume volume, string path) =>
        volume.Notes.Select(note => new Warning("file-assumption", $"{path}: {note}"));

    private static void RequireUnique(List<Structure> structures)
    {
        if (structures.GroupBy(s => s.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidInputException($"--structures: {twice.Count()} structures are named '{twice.Key}'; names must be unique over all files");
        }
    }

    private static List<Structure> AssignRoles(List<Structure> structures, IReadOnlyDictionary<string, StructureRole> roles)
    {
        string[] names = [.. structures.Select(s => s.Name)];
        foreach (string name in roles.Keys.Where(name => !names.Contains(name)))
        {
            throw new InvalidInputException(
                $"--role {name}=...: no structure has that name; structures: {(names.Length == 0 ? "none" : string.Join(", ", names))}.{Suggestion.Hint(name, names)}");
        }

        return structures.ConvertAll(s => roles.TryGetValue(s.Name, out StructureRole role) ? s.WithRole(role) : s);
    }

    /// <summary>A segmentation of which nothing lies on the image belongs to another image, or its axes are wrong.</summary>
    private static void RequireOverlap(List<Structure> structures, VoxelGrid image, DoseCase dose)
    {
        if (structures.Count > 0 && structures.Any(s => s.VoxelCount > 0) && structures.All(s => !Touches(s, image)))
        {
            throw new InvalidInputException(
                $"--structures {string.Join(", ", dose.Structures)}: no voxel of any structure lies on the activity image {dose.Activity}. " +
                $"The image spans {Span(image)}, the first structure's grid {Span(structures[0].Grid)} (LPS mm): is it another patient or frame, or is a --transform missing?");
        }
    }

    private static bool Touches(Structure structure, VoxelGrid image)
    {
        AffineTransform map = image.PointToIndex.After(structure.Grid.IndexToPoint);
        Size3 size = structure.Grid.Size;
        return structure.Runs.Any(run =>
        {
            int row = run.Start / size.X;
            return Enumerable.Range(run.Start % size.X, run.Length).Any(x =>
            {
                Vec3 at = map.Apply(new(x, row % size.Y, row / size.Y));
                return at.X >= -0.5 && at.Y >= -0.5 && at.Z >= -0.5 &&
                    at.X <= image.Size.X - 0.5 && at.Y <= image.Size.Y - 0.5 && at.Z <= image.Size.Z - 0.5;
            });
        });
    }

    private static string Span(VoxelGrid grid)
    {
        Vec3 a = grid.IndexToPoint.Apply(new(-0.5, -0.5, -0.5));
        Vec3 b = grid.IndexToPoint.Apply(new(grid.Size.X - 0.5, grid.Size.Y - 0.5, grid.Size.Z - 0.5));
        return string.Join(" x ", Enumerable.Range(0, 3).Select(n => $"[{Math.Min(a[n], b[n]):0.#}, {Math.Max(a[n], b[n]):0.#}]"));
    }
}
