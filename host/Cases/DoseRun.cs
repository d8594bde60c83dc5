using System.Diagnostics;
using System.Runtime.ExceptionServices;
using VoxelDose.Engine;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>One dose case from files to files.</summary>
internal static class DoseRun
{
    /// <summary>Runs a case and, where it names an output folder, writes it whole.</summary>
    internal static DoseRunOutcome Execute(DoseCase dose, Terminal terminal, CancellationToken cancellation)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();
        using OutputFolder? folder = dose.Out is { } path ? OutputFolder.Open(path, dose.Overwrite) : null;
        using IArrayCompute compute = ComputeFactory.Create(dose.Device);
        terminal.Detail($"device: {DeviceWord.Of(compute.Device.Kind)}, {compute.Device.Name}");
        terminal.Detail("read the inputs");
        CaseInputs inputs = CaseInputs.Read(dose);
        (DoseRequest request, List<Warning> warnings) = Request(dose, inputs);
        DoseResult result = new DoseEngine(compute).Run(request, terminal.Detail, cancellation);
        result = result with { Warnings = [.. warnings, .. inputs.Warnings, .. result.Warnings] };
        var document = new ResultsDocument
        {
            Software = SoftwareVersion.Current,
            Device = new(DeviceWord.Of(compute.Device.Kind), compute.Device.Name, compute.Device.Driver),
            StartedAt = startedAt,
            DurationS = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Inputs = inputs.Files,
            Options = OptionsInForce.Of(dose, request),
            Quantification = result.Quantification,
            Methods = [.. result.Methods.Select(MethodInfo.Of)],
            Structures = result.Structures,
            Derived = result.Derived,
            Checks = result.Checks,
            Warnings = result.Warnings,
        };
        if (folder is not null)
        {
            terminal.Detail("write the results");
            Write(folder, dose, document, result, inputs.Ct?.Volume);
            cancellation.ThrowIfCancellationRequested();
            folder.Commit();
        }

        return new(document, result);
    }

    private static (DoseRequest Request, List<Warning> Warnings) Request(DoseCase dose, CaseInputs inputs)
    {
        var warnings = new List<Warning>();
        ImageModality modality = dose.Modality ?? ImageModality.Y90Pet;
        if (dose.Modality is null)
        {
            warnings.Add(new("modality-assumed", "the activity file does not say what it shows; it is taken as 90Y PET. Give --modality"));
        }

        warnings.Add(new("registration-assumed",
            "the files carry no frame of reference: activity, structures and CT are taken as registered to one another"));
        Structure[] roleFromName = [.. inputs.Structures.Where(s => !dose.Roles.ContainsKey(s.Name))];
        if (roleFromName.Length > 0)
        {
            warnings.Add(new("role-from-name",
                $"roles taken from names: {string.Join(", ", roleFromName.Select(s => $"{s.Name} = {RoleWord.Of(s.Role)}"))}; --role NAME=ROLE sets another"));
        }

        CalibrationKind calibration = dose.Calibration ??
            (modality == ImageModality.Tc99mMaaSpect ? CalibrationKind.Relative : CalibrationKind.Absolute);
        return (new()
        {
            Image = inputs.Activity.Volume,
            Quantification = new()
            {
                Modality = modality,
                Calibration = calibration,
                Units = dose.Units ?? UnitsOf(inputs.Activity.Unit),
                BqPerMlPerCount = dose.BqPerMlPerCount,
                Timing = dose.HoursAfterAdministration is { } hours
                    ? ImageTiming.AfterAdministration(hours, dose.Decay) with { ReferenceTime = dose.AdministeredAt?.ToString("O") ?? "administration" }
                    : null,
                Reference = dose.Reference,
                LungsInFieldOfView = dose.LungsInFieldOfView,
                Administered = dose.Administered,
                Residual = dose.Residual,
                LungShuntFraction = dose.LungShuntFraction,
                Territories = dose.Territories,
                AcceptImbalance = dose.AcceptImbalance,
            },
            Structures = inputs.Structures,
            ReferenceDensity = dose.UniformDensity,
            DensityGPerMl = dose.DensityFromCt ? throw new InvalidInputException("--density ct is not available in this build") : null,
            RelativeMassRange = dose.RelativeMassRange,
            Decay = dose.Decay,
            Methods = dose.Methods,
            KernelTolerance = dose.KernelTolerance,
            VxDosesGy = dose.VxDosesGy,
            ThresholdSets = [.. dose.ThresholdSets.Select(ThresholdSetNamed)],
            LungMass = dose.LungKg is { } kg ? new(kg, "given by the user") : null,
        }, warnings);
    }

    private static ThresholdSet ThresholdSetNamed(string name) =>
        ThresholdSet.BuiltInNames.Contains(name) ? ThresholdSet.BuiltIn(name)
        : File.Exists(name) ? ThresholdSet.Parse(File.ReadAllText(name), name)
        : throw new InvalidInputException(
            $"--threshold-set {name}: neither a file nor a built-in set ({string.Join(", ", ThresholdSet.BuiltInNames)}).{Suggestion.Hint(name, ThresholdSet.BuiltInNames)}");

    /// <summary>The unit that a file states, where it is one that activity can have.</summary>
    private static ImageUnits? UnitsOf(string? unit) => unit?.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "BQ/ML" or "BQML" => ImageUnits.BqPerMl,
        "KBQ/ML" => ImageUnits.KbqPerMl,
        "BQ" or "BQ/VOXEL" => ImageUnits.BqPerVoxel,
        "COUNTS" or "CNTS" => ImageUnits.Counts,
        _ => null,
    };

    private static void Write(OutputFolder folder, DoseCase dose, ResultsDocument document, DoseResult result, Volume? ct)
    {
        List<Action> writers =
        [
            .. result.Methods.Select(method => (Action)(() => VolumeFile.Write(
                folder.PathOf($"dose-{method.Id}.{dose.Format}"), method.DoseGy, $"absorbed dose ({method.Id})", "Gy"))),
            () => WriteFile(folder.PathOf("report.html"), stream => ReportWriter.Write(stream, document, result, ct)),
            () => WriteFile(folder.PathOf("results.json"), stream => ResultsJson.Write(stream, document)),
            () => WriteFile(folder.PathOf("structures.csv"), stream => WriteText(stream, text => StructuresCsv.Write(text, result.Structures))),
            () => WriteFile(folder.PathOf("dvh.csv"), stream => WriteText(stream, text => DvhCsv.Write(text, result.Dvh))),
        ];
        try
        {
            Parallel.ForEach(writers, write => write());
        }
        catch (AggregateException e)
        {
            Exception first = e.InnerExceptions[0];
            if (first is IOException or UnauthorizedAccessException)
            {
                throw new InvalidInputException($"--out {dose.Out}: the results could not be written: {first.Message}", e);
            }

            ExceptionDispatchInfo.Throw(first);
        }
    }

    private static void WriteFile(string path, Action<Stream> write)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        using StreamWriter text = new(stream, leaveOpen: true);
        write(text);
    }
}
