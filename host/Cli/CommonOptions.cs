using System.CommandLine;

namespace VoxelDose.Host.Cli;

/// <summary>Options that every verb has.</summary>
internal static class CommonOptions
{
    internal static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the machine-readable result to stdout, and nothing else there.",
        Recursive = true,
    };

    internal static Option<bool> Quiet { get; } = new("--quiet")
    {
        Description = "Say only warnings and errors.",
        Recursive = true,
    };

    internal static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Say also how things were decided.",
        Recursive = true,
    };

    /// <summary>The terminal as these options ask for it.</summary>
    internal static Terminal Terminal(ParseResult result)
    {
        bool quiet = result.GetValue(Quiet);
        bool verbose = result.GetValue(Verbose);
        return quiet && verbose
            ? throw new UsageException("--quiet and --verbose contradict each other; give one")
            : new(quiet ? Verbosity.Quiet : verbose ? Verbosity.Verbose : Verbosity.Normal);
    }
}
