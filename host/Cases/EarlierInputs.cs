using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>Reads the doses of earlier treatments and places them in the dose frame.</summary>
internal static class EarlierInputs
{
    /// <summary>The files of an earlier treatment, for the record of inputs: a run's results.json and the dose taken from it, or the volume.</summary>
    internal static IReadOnlyList<string> Files(EarlierCase earlier, IReadOnlyList<DoseMethod> methods)
    {
        string path = earlier.Path!;
        if (!Directory.Exists(path) || !File.Exists(Path.Combine(path, "results.json")))
        {
            return [path];
        }

        return [Path.Combine(path, "results.json"), DoseOf(path, MethodOf(path, Run(path), methods))];
    }

    /// <summary>The treatments, seen from the dose frame, and what had to be assumed.</summary>
    /// <param name="dose">The case.</param>
    /// <param name="placement">Where inputs lie.</param>
    /// <param name="doseFrameUid">Frame of reference of the dose; null where none is known.</param>
    /// <param name="activitySha256">Hash of the present activity image: the same treatment must not be counted twice unawares.</param>
    internal static (IReadOnlyList<EarlierTreatment> Treatments, IReadOnlyList<Warning> Warnings) Read(
        DoseCase dose, InputPlacement placement, string? doseFrameUid, string activitySha256)
    {
        var warnings = new List<Warning>();
        var treatments = new List<EarlierTreatment>();
        foreach (EarlierCase earlier in dose.Earlier)
        {
            treatments.Add(earlier.Path is null ? earlier.OfMeans() : Volume(earlier, dose.Methods, placement, doseFrameUid, warnings));
            warnings.AddRange(OfRun(earlier, activitySha256));
        }

        return (treatments, warnings);
    }

    private static EarlierTreatment Volume(EarlierCase earlier, IReadOnlyList<DoseMethod> methods, InputPlacement placement, string? doseFrameUid, List<Warning> warnings)
    {
        string path = Files(earlier, methods)[^1];
        bool isRun = path != earlier.Path;
        double halfLifeH = earlier.HalfLifeH ?? (isRun ? Run(earlier.Path!).Quantification.HalfLifeH : throw new InvalidInputException(
            $"--earlier-dose {earlier.Label}={earlier.Path}: a bare dose volume does not say its half-life; give --earlier-half-life-h {earlier.Label}=HOURS (90Y: 64.04, 166Ho: 26.8)"));
        LoadedVolume loaded = VolumeFile.Read(path);
        if (loaded.Unit is { } unit && !unit.Equals("Gy", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException($"--earlier-dose {earlier.Label}={path}: the file's unit is '{unit}'; an absorbed dose in Gy is expected");
        }

        if (loaded.Unit is null && !isRun)
        {
            warnings.Add(new("file-assumption", $"{path}: the file states no unit; its values are taken as Gy"));
        }

        string? frame = loaded.Dicom?.FrameOfReferenceUid;
        AffineTransform? transform = placement.Of(earlier.Label, frame);
        if (transform is null && (frame is null || frame != doseFrameUid))
        {
            warnings.Add(new("earlier-registration-assumed",
                $"earlier treatment '{earlier.Label}': no --transform {earlier.Label}=FILE places its dose; it is taken as registered to the present image, which after months it seldom is"));
        }

        if (isRun)
        {
            warnings.Add(new("earlier-dose-method", $"earlier treatment '{earlier.Label}': the dose is {Path.GetFileName(path)} of {earlier.Path}, half-life {halfLifeH:g6} h"));
        }

        return new(earlier.Label, halfLifeH, transform is null ? loaded.Volume : loaded.Volume.SeenFrom(transform), new Dictionary<string, double>());
    }

    /// <summary>What an earlier run says of itself that a reader of the sum has to know.</summary>
    private static IEnumerable<Warning> OfRun(EarlierCase earlier, string activitySha256)
    {
        if (earlier.Path is not { } path || !File.Exists(Path.Combine(path, "results.json")))
        {
            yield break;
        }

        ResultsDocument run = Run(path);
        if (run.Quantification.Modality == "tc99m-maa-spect")
        {
            yield return new("earlier-dose-predicted",
                $"earlier treatment '{earlier.Label}': {path} is a prediction from 99mTc-MAA, not what was delivered; the sum holds a planned dose");
        }

        if (run.Inputs.Any(input => input.Role == "activity" && input.Sha256 == activitySha256))
        {
            yield return new("earlier-dose-same-image",
                $"earlier treatment '{earlier.Label}': {path} was computed from the same activity image as this run; unless that is meant, one treatment is counted twice");
        }
    }

    private static ResultsDocument Run(string folder)
    {
        string results = Path.Combine(folder, "results.json");
        using FileStream stream = InputFile.Open(results);
        return ResultsJson.Read(stream, results);
    }

    /// <summary>The first of this run's methods that the earlier one has too.</summary>
    private static string MethodOf(string folder, ResultsDocument run, IReadOnlyList<DoseMethod> methods) =>
        methods.Select(method => method.Id()).FirstOrDefault(id => run.Methods.Any(m => m.Id == id)) ?? throw new InvalidInputException(
            $"{folder}: the earlier run has no dose by {string.Join(" or ", methods.Select(m => m.Id()))} (it has {string.Join(", ", run.Methods.Select(m => m.Id))}); give a --method that both have");

    private static string DoseOf(string folder, string method)
    {
        string[] found = [.. Directory.GetFiles(folder, $"dose-{method}.*")];
        return found.Length == 1 ? found[0] : throw new InvalidInputException($"{folder}: {found.Length} files are named dose-{method}.*; exactly one is expected");
    }
}
