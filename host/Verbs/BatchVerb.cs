using System.CommandLine;
using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Batch;
using VoxelDose.Host.Batch.Cohort;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose batch: many cases from one manifest.</summary>
internal static class BatchVerb
{
    /// <summary>Its name; the program leaves signals to it, since running cases want time to end.</summary>
    internal const string Name = "batch";

    private const int ShownFailures = 20;

    internal static Command Create()
    {
        var command = new Command(Name,
            """
            Run many cases from one manifest, side by side and resumable, and put their numbers into one table.

            The manifest (CSV or JSON) has a line for each case and a column for each option of dose, without dashes. The column id is required: it names the
            case's folder. case names a case file, which the line's own cells override; comment and note are remarks.

            Examples:
              voxeldose batch cohort.csv --out cohort
              voxeldose batch cohort.csv --out cohort --resume
              voxeldose batch cohort.json --out cohort --shard 3/20
              voxeldose batch cohort.json --out cohort --merge
              voxeldose batch cohort.csv --out /data/cohort --emit slurm --shards 40 --cpus 4 > cohort.sbatch && bash cohort.sbatch
            """);
        BatchOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        string path = parsed.GetValue(BatchOptions.Manifest)!;
        string outPath = parsed.GetValue(BatchOptions.Out) ?? throw new UsageException("--out DIR is missing: the folder for the batch");
        bool merge = parsed.GetValue(BatchOptions.Merge);
        BatchOptions.RequireSense(parsed);
        BatchShard? shard = merge || parsed.GetValue(BatchOptions.Emit) is not null ? null
            : parsed.GetValue(BatchOptions.Shard) is { } text ? BatchShard.Parse(text)
            : BatchShard.FromSlurm(Environment.GetEnvironmentVariable);
        var document = new BatchDocument { State = "done", Manifest = path, Out = outPath, Shard = shard?.ToString() };
        IReadOnlyList<BatchCase> cases = Cases(parsed, document);
        if (parsed.GetValue(BatchOptions.Emit) is not null)
        {
            string script = SlurmEmission.ScriptOf(parsed, cases, Name);
            Console.Out.Write(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(new { script }) + "\n" : script);
            return (int)ExitCode.Done;
        }

        using BatchFolder folder = BatchFolder.Open(outPath, mayContinue: merge || shard is not null || parsed.GetValue(BatchOptions.Resume) || parsed.GetValue(BatchOptions.Overwrite));
        IReadOnlyList<BatchCase> own = shard is null ? cases : [.. cases.Where(item => shard.Takes(item.Index))];
        int leftovers = folder.RemoveLeftovers(own.Select(item => item.Id));
        if (leftovers > 0)
        {
            terminal.Info($"{leftovers} unfinished results of a run that was killed were removed");
        }

        if (!merge)
        {
            using var stop = new BatchStop(terminal, cancellation);
            var settings = new BatchSettings(parsed.GetValue(BatchOptions.Jobs), BatchOptions.Budget(parsed), parsed.GetValue(BatchOptions.Overwrite));
            BatchTally tally = new BatchRunner(folder, settings, terminal).Run(own, stop);
            document = document with { Run = tally };
            Tell(terminal, tally);
            if (tally.NotRun > 0)
            {
                Print(parsed, document with { State = "stopped" });
                terminal.Error($"stopped with {tally.NotRun} of {tally.Cases} cases left; nothing unfinished stays. Go on with the same command and --resume");
                return stop.ExitCode ?? (int)ExitCode.InternalFailure;
            }

            if (shard is not null)
            {
                Print(parsed, document);
                terminal.Info($"shard {shard} in {outPath}; when all shards are done: voxeldose batch {path} --out {outPath} --merge");
                return (int)(tally.Failed > 0 ? ExitCode.BatchHasFailures : ExitCode.Done);
            }
        }

        return Collect(parsed, terminal, folder, cases, document);
    }

    private static int Collect(ParseResult parsed, Terminal terminal, BatchFolder folder, IReadOnlyList<BatchCase> cases, BatchDocument document)
    {
        IReadOnlyList<BatchCase> missing = CohortWriter.Missing(folder, cases);
        if (missing.Count > 0)
        {
            folder.RemoveCohort();
            Print(parsed, document with { State = "incomplete", Missing = [.. missing.Select(item => item.Id)] });
            string more = missing.Count > ShownFailures ? $" and {missing.Count - ShownFailures} more" : string.Empty;
            throw new InvalidInputException(
                $"{missing.Count} of {cases.Count} cases have no results of this program, these options and these inputs: {string.Join(", ", missing.Take(ShownFailures).Select(item => item.Id))}{more}. " +
                "No cohort was written. Run their shards again, or the whole batch with --resume");
        }

        (CohortSummary summary, IReadOnlyList<CohortFailure> failures) = CohortWriter.Write(folder, cases);
        Print(parsed, document with { Failures = failures, Cohort = summary });
        if (!parsed.GetValue(CommonOptions.Json))
        {
            terminal.Show(BatchTable.Of(summary));
        }

        if (folder.Strangers(cases.Select(item => item.Id)) is { Count: > 0 } strangers)
        {
            terminal.Info($"{strangers.Count} folders hold results of cases that the manifest no longer names, and are not in the cohort: {string.Join(", ", strangers.Take(ShownFailures))}");
        }

        terminal.Info($"{summary.WithResults} of {summary.Cases} cases have results; {folder.PathOf(BatchFolder.CohortCsv)}, {BatchFolder.CohortParquet}, {BatchFolder.FailuresCsv}");
        if (failures.Count == 0)
        {
            return (int)ExitCode.Done;
        }

        terminal.Error($"{failures.Count} cases failed: {string.Join(", ", failures.Take(ShownFailures).Select(failure => failure.Case))}; see {folder.PathOf(BatchFolder.FailuresCsv)}");
        return (int)ExitCode.BatchHasFailures;
    }

    private static IReadOnlyList<BatchCase> Cases(ParseResult parsed, BatchDocument document)
    {
        ManifestReader manifest = ManifestReader.Read(document.Manifest);
        (IReadOnlyList<BatchCase> cases, IReadOnlyList<ManifestFault> faults) = ManifestChecker.Check(manifest);
        if (faults.Count == 0)
        {
            // The device of the command line is that of this run, not a property of the cases: results stay right where another one goes on.
            return parsed.GetValue(BatchOptions.Device) is not { } word ? cases
                : [.. cases.Select(item => item.Values.ContainsKey("device") ? item : item with { Dose = item.Dose with { Device = DeviceWord.Parse(word, item.Dose.Device.Threads) } })];
        }

        Print(parsed, document with { State = "refused", Faults = faults });
        Terminal terminal = CommonOptions.Terminal(parsed);
        foreach (ManifestFault fault in faults)
        {
            terminal.Error($"{document.Manifest}, {fault}");
        }

        throw new InvalidInputException($"manifest {document.Manifest}: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}; nothing was run");
    }

    private static void Tell(Terminal terminal, BatchTally tally)
    {
        string reasons = tally.Reasons.Count == 0 ? string.Empty : $" ({string.Join(", ", tally.Reasons.Select(reason => $"{reason.Key}: {reason.Value}"))})";
        terminal.Info($"{tally.Cases} cases: {tally.Kept} kept, {tally.Done} computed, {tally.Failed} failed{reasons}");
    }

    private static void Print(ParseResult parsed, BatchDocument document)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, BatchJsonContext.Default.BatchDocument));
        }
    }
}
