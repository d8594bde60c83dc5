using System.CommandLine;
using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Batch;
using VoxelDose.Host.Batch.Cohort;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose batch: many cases from one manifest.</summary>
internal static class BatchVerb
{
    /// <summary>Its name; the program leaves signals to it, since running cases want time to end.</summary>
    internal const string Name = "batch";

    private const int ShownFailures = 20;
    private static readonly Argument<string> Manifest = new("manifest") { Description = "CSV or JSON: a case a line, columns named as the options of `dose` (docs/cohorts.md)." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder of the batch: a folder for each case and the cohort's files.", HelpName = "DIR" };
    private static readonly Option<int?> Jobs = new("--jobs") { Description = "Cases side by side (default: one a core, or a GPU, as far as memory allows).", HelpName = "N" };
    private static readonly Option<int?> MemoryMiB = new("--memory-mib") { Description = "Memory for all cases together, MiB (default: the machine's, or what Slurm allotted).", HelpName = "N" };
    private static readonly Option<string?> Device = new("--device") { Description = "Device of cases that name none, as in `dose`.", HelpName = "WORD" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a batch: do what is missing, and what an input, an option or the program has changed for." };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Do every case again; each replaces its old results when it has ended." };
    private static readonly Option<string?> Shard = new("--shard") { Description = "Only every N-th case from the I-th on, without the cohort's files; keeps what is right, as --resume does (in a Slurm array by itself).", HelpName = "I/N" };
    private static readonly Option<bool> Merge = new("--merge") { Description = "Compute nothing: check that every case is there, and write the cohort's files." };
    private static readonly Option<string?> Emit = new("--emit") { Description = "Write a script for a scheduler to stdout: slurm.", HelpName = "slurm" };
    private static readonly Option<int?> Shards = new("--shards") { Description = "With --emit: tasks of the array (default: one for 25 cases, at most 1000).", HelpName = "N" };
    private static readonly Option<int> Cpus = new("--cpus") { Description = "With --emit: cores of a task (default 4).", HelpName = "N", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Gpus = new("--gpus") { Description = "With --emit: GPUs of a task (default 0).", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> Time = new("--time") { Description = "With --emit: time limit of a task.", HelpName = "HH:MM:SS" };
    private static readonly Option<string?> Partition = new("--partition") { Description = "With --emit: partition.", HelpName = "NAME" };

    internal static Command Create()
    {
        var command = new Command(Name,
            """
            Run many cases from one manifest, side by side and resumable, and put their numbers into one table.

            Examples:
              voxeldose batch cohort.csv --out cohort
              voxeldose batch cohort.csv --out cohort --resume
              voxeldose batch cohort.json --out cohort --shard 3/20
              voxeldose batch cohort.json --out cohort --merge
              voxeldose batch cohort.csv --out /data/cohort --emit slurm --shards 40 --cpus 4 > cohort.sbatch && bash cohort.sbatch
            """)
        {
            Manifest, Out, Jobs, MemoryMiB, Device, Resume, Overwrite, Shard, Merge, Emit, Shards, Cpus, Gpus, Time, Partition,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        string path = parsed.GetValue(Manifest)!;
        string outPath = parsed.GetValue(Out) ?? throw new UsageException("--out DIR is missing: the folder for the batch");
        bool merge = parsed.GetValue(Merge);
        RequireSense(parsed, merge);
        BatchShard? shard = merge || parsed.GetValue(Emit) is not null ? null
            : parsed.GetValue(Shard) is { } text ? BatchShard.Parse(text)
            : BatchShard.FromSlurm(Environment.GetEnvironmentVariable);
        var document = new BatchDocument { State = "done", Manifest = path, Out = outPath, Shard = shard?.ToString() };
        IReadOnlyList<BatchCase> cases = Cases(parsed, document);
        if (parsed.GetValue(Emit) is not null)
        {
            return EmitScript(parsed, cases, path, outPath);
        }

        using BatchFolder folder = BatchFolder.Open(outPath, mayContinue: merge || shard is not null || parsed.GetValue(Resume) || parsed.GetValue(Overwrite));
        IReadOnlyList<BatchCase> own = shard is null ? cases : [.. cases.Where(item => shard.Takes(item.Index))];
        int leftovers = folder.RemoveLeftovers(own.Select(item => item.Id));
        if (leftovers > 0)
        {
            terminal.Info($"{leftovers} unfinished results of a run that was killed were removed");
        }

        if (!merge)
        {
            using var stop = new BatchStop(terminal, cancellation);
            var settings = new BatchSettings(parsed.GetValue(Jobs), Budget(parsed), parsed.GetValue(Overwrite));
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
        if (parsed.GetValue(Device) is { } device)
        {
            foreach (ManifestEntry entry in manifest.Entries)
            {
                entry.Values.TryAdd("device", new([device], "--device", IsFromFile: false));
            }
        }

        (IReadOnlyList<BatchCase> cases, IReadOnlyList<ManifestFault> faults) = ManifestChecker.Check(manifest);
        if (faults.Count == 0)
        {
            return cases;
        }

        Print(parsed, document with { State = "refused", Faults = faults });
        throw new InvalidInputException(
            $"manifest {document.Manifest}: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}; nothing was run\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}");
    }

    private static void RequireSense(ParseResult parsed, bool merge)
    {
        if (merge && (parsed.GetValue(Shard) is not null || parsed.GetValue(Resume) || parsed.GetValue(Overwrite)))
        {
            throw new UsageException("--merge computes nothing; leave --shard, --resume and --overwrite out");
        }

        if (parsed.GetValue(Resume) && parsed.GetValue(Overwrite))
        {
            throw new UsageException("--resume keeps what is right, --overwrite does all again; give one of them");
        }

        if (parsed.GetValue(Emit) is { } emit && emit != "slurm")
        {
            throw new UsageException($"--emit: found '{emit}', expected slurm");
        }

        foreach ((string name, int? value) in new[]
        {
            ("--jobs", parsed.GetValue(Jobs)), ("--memory-mib", parsed.GetValue(MemoryMiB)), ("--shards", parsed.GetValue(Shards)), ("--cpus", parsed.GetValue(Cpus)),
        })
        {
            if (value < 1)
            {
                throw new UsageException($"{name}: found {value}, expected 1 or more");
            }
        }
    }

    private static BatchBudget Budget(ParseResult parsed)
    {
        var machine = BatchBudget.OfMachine(Environment.GetEnvironmentVariable);
        const long mebibyte = 1L << 20;
        return parsed.GetValue(MemoryMiB) is { } mib ? machine with { MemoryBytes = mib * mebibyte } : machine;
    }

    private static void Tell(Terminal terminal, BatchTally tally)
    {
        string reasons = tally.Reasons.Count == 0 ? string.Empty : $" ({string.Join(", ", tally.Reasons.Select(reason => $"{reason.Key}: {reason.Value}"))})";
        terminal.Info($"{tally.Cases} cases: {tally.Kept} kept, {tally.Done} computed, {tally.Failed} failed{reasons}");
    }

    private static int EmitScript(ParseResult parsed, IReadOnlyList<BatchCase> cases, string path, string outPath)
    {
        using BatchFolder folder = BatchFolder.Open(outPath, mayContinue: true);
        const int casesAShard = 25;
        const int mostShards = 1000;
        int cpus = parsed.GetValue(Cpus);
        int gpus = parsed.GetValue(Gpus);
        int side = parsed.GetValue(Jobs) ?? (gpus > 0 ? gpus : cpus);
        string device = parsed.GetValue(Device) ?? (gpus > 0 ? "cuda" : string.Empty);
        string script = new SlurmScript(
            SlurmScript.ThisProgram(),
            [Name, Path.GetFullPath(path), "--out", folder.Root, .. parsed.GetValue(Jobs) is { } jobs ? ["--jobs", $"{jobs}"] : Array.Empty<string>(), .. device.Length > 0 ? ["--device", device] : Array.Empty<string>()],
            cases.Count,
            parsed.GetValue(Shards) ?? Math.Min(mostShards, (cases.Count + casesAShard - 1) / casesAShard),
            cpus,
            parsed.GetValue(MemoryMiB) ?? BatchBudget.MebibytesFor(side, cases.Max(item => CaseMemory.EstimateBytes(item.Dose))),
            gpus,
            parsed.GetValue(Time),
            parsed.GetValue(Partition),
            folder.Logs).Text();
        Console.Out.Write(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(new { script }) + "\n" : script);
        return (int)ExitCode.Done;
    }

    private static void Print(ParseResult parsed, BatchDocument document)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, BatchJsonContext.Default.BatchDocument));
        }
    }
}
