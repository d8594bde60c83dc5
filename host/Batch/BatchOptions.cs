using System.CommandLine;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch;

/// <summary>The options of `batch`; those of its cases are in the manifest.</summary>
internal static class BatchOptions
{
    internal static Argument<string> Manifest { get; } = new("manifest") { Description = "CSV or JSON: a case a line, the column id names it, the others are named as the options of `dose` (docs/cohorts.md)." };

    internal static Option<string?> Out { get; } = new("--out") { Description = "Folder of the batch: a folder for each case and the cohort's files.", HelpName = "DIR" };

    internal static Option<int?> Jobs { get; } = new("--jobs") { Description = "Cases side by side (default: one a core, or a GPU, as far as memory allows).", HelpName = "N" };

    internal static Option<int?> MemoryMiB { get; } = new("--memory-mib") { Description = "Memory for all cases together, MiB (default: the machine's, or what Slurm allotted).", HelpName = "N" };

    internal static Option<string?> Device { get; } = new("--device") { Description = "Device of cases that name none, as in `dose`.", HelpName = "WORD" };

    internal static Option<bool> Resume { get; } = new("--resume") { Description = "Go on with a batch: do what is missing, and what an input, an option or the program has changed for." };

    internal static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Do every case again; each replaces its old results when it has ended." };

    internal static Option<string?> Shard { get; } = new("--shard") { Description = "Only every N-th case from the I-th on, without the cohort's files; keeps what is right, as --resume does (in a Slurm array by itself).", HelpName = "I/N" };

    internal static Option<bool> Merge { get; } = new("--merge") { Description = "Compute nothing: check that every case is there, and write the cohort's files." };

    internal static Option<string?> Emit { get; } = new("--emit") { Description = "Write a script for a scheduler to stdout: slurm.", HelpName = "slurm" };

    internal static Option<int?> Shards { get; } = new("--shards") { Description = "With --emit: tasks of the array (default: one for 25 cases, at most 1000).", HelpName = "N" };

    internal static Option<int> Cpus { get; } = new("--cpus") { Description = "With --emit: cores of a task (default 4).", HelpName = "N", DefaultValueFactory = _ => 4 };

    internal static Option<int> Gpus { get; } = new("--gpus") { Description = "With --emit: GPUs of a task (default 0).", HelpName = "N", DefaultValueFactory = _ => 0 };

    internal static Option<string?> Time { get; } = new("--time") { Description = "With --emit: time limit of a task.", HelpName = "HH:MM:SS" };

    internal static Option<string?> Partition { get; } = new("--partition") { Description = "With --emit: partition.", HelpName = "NAME" };

    internal static void AddTo(Command command)
    {
        command.Arguments.Add(Manifest);
        foreach (Option option in new Option[] { Out, Jobs, MemoryMiB, Device, Resume, Overwrite, Shard, Merge, Emit, Shards, Cpus, Gpus, Time, Partition })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Refuses options that contradict one another.</summary>
    /// <exception cref="UsageException">They do.</exception>
    internal static void RequireSense(ParseResult parsed)
    {
        bool merge = parsed.GetValue(Merge);
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

    /// <summary>What the batch may take of the machine.</summary>
    internal static BatchBudget Budget(ParseResult parsed)
    {
        var machine = BatchBudget.OfMachine(Environment.GetEnvironmentVariable);
        const long mebibyte = 1L << 20;
        return parsed.GetValue(MemoryMiB) is { } mib ? machine with { MemoryBytes = mib * mebibyte } : machine;
    }
}
