using System.Diagnostics;
using System.Runtime.ExceptionServices;
using VoxelDose.Engine;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.DicomWeb;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;
using VoxelDose.Host.Reports.Drawing;
using VoxelDose.Host.Reports.Page;
using VoxelDose.Host.Reports.Paper;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Cases;

/// <summary>One dose case from files to files.</summary>
internal static class DoseRun
{
    /// <summary>Runs a case and, where it names an output folder, writes it whole.</summary>
    /// <param name="dose">The case.</param>
    /// <param name="terminal">Where to tell how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="computeOf">Makes the device; null for the one that the case selects.</param>
    /// <param name="shared">A device that serves several cases one after another; null makes one for this case.</param>
    /// <param name="seal">Adds to the output folder what has to appear with the results or not at all.</param>
    internal static DoseRunOutcome Execute(
        DoseCase dose, Terminal terminal, CancellationToken cancellation, Func<DeviceSelection, IArrayCompute>? computeOf = null,
        IArrayCompute? shared = null, Action<OutputFolder, ResultsDocument>? seal = null)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();
        MemoryPlan memory = MemoryLimit.Plan(dose);
        using HeapTidy? tidy = memory.Spares ? new() : null;
        using OutputFolder? folder = dose.Out is { } path ? OutputFolder.Open(path, dose.Overwrite) : null;
        if (dose.Figures || dose.Pdf)
        {
            SkiaLibrary.Require(dose.Pdf ? "--pdf" : "--figures");
        }

        using IArrayCompute? own = shared is null ? (computeOf ?? ComputeFactory.Create)(dose.Device) : null;
        IArrayCompute compute = shared ?? own!;
        terminal.Detail($"device: {DeviceWord.Of(compute.Device.Kind)}, {compute.Device.Name}");
        using var line = new StageLine(terminal);
        void Stage(string name) => line.Tell(name);
        Stage("read the inputs");
        CaseInputs inputs = CaseInputs.Read(dose, terminal, cancellation);
        (DoseRequest request, IReadOnlyList<Warning> warnings) = CaseRequest.Of(dose, inputs);
        inputs.Watch.RequireUnchanged();
        using var early = new EarlyVolumes(folder, dose.Format, memory.Spares);
        DoseResult result = new DoseEngine(compute).Run(request with { SparesMemory = memory.Spares }, stage => line.Tell(stage.Name, stage.Done), early.Begin, cancellation);
        DoseResult computed = result;
        Task<PageData>? page = folder is null ? null : Task.Run(() => PageDataBuilder.Build(computed, PictureSet.Sample(computed, inputs.Ct?.Volume, early.Pictures)), CancellationToken.None);
        result = result with { Warnings = [.. memory.Note is { } note ? [note] : Array.Empty<Warning>(), .. warnings, .. inputs.Warnings, .. result.Warnings] };
        // Made where nothing is written, too: what it warns of is part of the results that a replay compares.
        DicomOutput? dicom = dose.DicomOut ? DicomOutput.Create(dose, result, inputs, startedAt) : null;
        result = result with { Warnings = [.. result.Warnings, .. dicom?.Warnings ?? []] };
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
            DvhBands = result.DvhBands,
            Derived = result.Derived,
            Checks = result.Checks,
            Warnings = result.Warnings,
        };
        document = ProvenanceOf.Sealed(document, dose, early.Hashes);
        if (folder is not null)
        {
            Stage("write the results");
            Write(folder, dose, document, result, inputs.Ct?.Volume, page!, dicom, early);
            seal?.Invoke(folder, document);
            cancellation.ThrowIfCancellationRequested();
            folder.Commit();
            Stage("done");
            if (!dose.IsReplay && dose.DicomWeb?.Store is { } server)
            {
                StoredOutput.Send(
                    server, dose.Out!, seal is null ? $"The results are in {dose.Out}" : "The case counts as failed, without results; --resume runs and sends it again", terminal, cancellation);
            }
        }

        return new(document, result);
    }

    private static void Write(
        OutputFolder folder, DoseCase dose, ResultsDocument document, DoseResult result, Volume? ct, Task<PageData> page, DicomOutput? dicom, EarlyVolumes early)
    {
        List<Action> writers =
        [
            .. (dicom?.Files ?? []).Select(item => (Action)(() => item.File.Save(folder.PathOf(item.Name)))),
            .. result.Methods.Select(method => (Action)(() => early.WriteUncertainty(method))),
            () => WriteFile(folder.PathOf("report.html"), stream => ReportWriter.Write(stream, document, page.GetAwaiter().GetResult())),
            .. dose.Figures ? [() => FigureFiles.Write(Directory.CreateDirectory(folder.PathOf("figures")).FullName, result, ct, early.Pictures)] : Array.Empty<Action>(),
            .. dose.Pdf ? [() => WritePdf(folder, PdfReport.Create(document, result, ct, early.Pictures), dicom)] : Array.Empty<Action>(),
            () => WriteFile(folder.PathOf("results.json"), stream => ResultsJson.Write(stream, document)),
            () => WriteFile(folder.PathOf("structures.csv"), stream => WriteText(stream, text => StructuresCsv.Write(text, result.Structures))),
            () => WriteFile(folder.PathOf("dvh.csv"), stream => WriteText(stream, text => DvhCsv.Write(text, result.Dvh))),
            () => WriteFile(folder.PathOf("dvh-differential.csv"), stream => WriteText(stream, text => DvhCsv.WriteDifferential(text, result.Dvh))),
            .. result.DvhBands is { } bands
                ? [() => WriteFile(folder.PathOf("dvh-band.csv"), stream => WriteText(stream, text => DvhBandCsv.Write(text, bands)))]
                : Array.Empty<Action>(),
            .. result.Methods.Select(method => (Action)(() => early.Finish(method))),
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

    private static void WritePdf(OutputFolder folder, byte[] pdf, DicomOutput? dicom)
    {
        WriteFile(folder.PathOf("report.pdf"), stream => stream.Write(pdf));
        if (dicom is { Export.IsDeidentified: false })
        {
            EncapsulatedPdfWriter.Create(pdf, "Absorbed dose report (research use)", dicom.Export).Save(folder.PathOf("REPORT.dcm"));
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
