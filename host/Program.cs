using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Host;

/// <summary>Entry point: parses the command line and maps errors to exit codes.</summary>
internal static class Program
{
    internal static int Main(string[] args) => Run(args);

    internal static int Run(string[] args)
    {
        RootCommand root = VerbTable.CreateRoot();
        ParseResult parsed = root.Parse(args);
        var terminal = new Terminal(Verbosity.Normal);
        IReadOnlyList<string> faults = IsPlain(parsed) ? UsageErrors.Of(parsed) : [];
        if (faults.Count > 0)
        {
            foreach (string fault in faults)
            {
                terminal.Error(fault);
            }

            terminal.Error($"see 'voxeldose {string.Join(' ', VerbTable.PathOf(parsed))} --help'".Replace("  ", " ", StringComparison.Ordinal));
            return (int)ExitCode.WrongUsage;
        }

        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            if (parsed.CommandResult.Command.Name == BatchVerb.Name)
            {
                invocation.ProcessTerminationTimeout = null;
            }

            return parsed.Invoke(invocation);
        }
        catch (UsageException e)
        {
            terminal.Error(e.Message);
            return (int)ExitCode.WrongUsage;
        }
        catch (InvalidInputException e)
        {
            terminal.Error(e.Message);
            return (int)ExitCode.BadInput;
        }
        catch (DeviceUnavailableException e)
        {
            terminal.Error(e.Message);
            return (int)ExitCode.DeviceNotAvailable;
        }
        catch (OperationCanceledException)
        {
            terminal.Error("stopped; nothing was written");
            return (int)ExitCode.InternalFailure;
        }
#pragma warning disable CA1031 // The last resort of a program: whatever was not foreseen is told in one line and exit code 1.
        catch (Exception e)
#pragma warning restore CA1031
        {
            terminal.Error($"internal failure, please report it: {e}");
            return (int)ExitCode.InternalFailure;
        }
    }

    /// <summary>Directives and --help, --version answer whatever else stands on the line.</summary>
    private static bool IsPlain(ParseResult parsed) =>
        parsed.Action is not (HelpAction or ExampleHelp) && !parsed.Tokens.Any(token => token.Type == TokenType.Directive) &&
        !parsed.RootCommandResult.Command.Options.OfType<VersionOption>().Any(version => parsed.GetResult(version) is { Implicit: false });
}
