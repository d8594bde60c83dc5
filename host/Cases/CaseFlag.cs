using System.CommandLine;

namespace VoxelDose.Host.Cases;

/// <summary>A case option as a flag of a command.</summary>
internal sealed class CaseFlag
{
    private readonly Option _flag;
    private readonly Func<ParseResult, string[]> _words;

    private CaseFlag(CaseOption option)
    {
        Option = option;
        string name = "--" + option.Name;
        string help = option.Help + (option.IsRepeatable ? " [repeatable]" : string.Empty);
        if (option.Kind == CaseOptionKind.Flag)
        {
            var flag = new Option<bool>(name) { Description = help };
            _flag = flag;
            _words = parsed => [parsed.GetValue(flag) ? "true" : "false"];
        }
        else
        {
            var valued = new Option<string[]>(name)
            {
                Description = help,
                Arity = ArgumentArity.OneOrMore,
                AllowMultipleArgumentsPerToken = false,
                HelpName = option.Kind == CaseOptionKind.NameOrPath ? "NAME|PATH" : option.Words is { } words ? string.Join('|', words) : option.Kind switch
                {
                    CaseOptionKind.Number => "N",
                    CaseOptionKind.Path => "PATH",
                    CaseOptionKind.Pair => "NAME=VALUE",
                    CaseOptionKind.PathPair => "INPUT=FILE",
                    _ => "TEXT",
                },
            };
            valued.CompletionSources.Add([.. option.Words ?? (option.Name == "device" ? ["auto", "cuda", "opencl", "cpu", "ilgpu-cpu"] : [])]);
            _flag = valued;
            _words = parsed => parsed.GetValue(valued) ?? [];
        }
    }

    internal CaseOption Option { get; }

    internal static IReadOnlyList<CaseFlag> AddTo(Command command, IReadOnlyList<CaseOption> options)
    {
        List<CaseFlag> flags = [.. options.Select(option => new CaseFlag(option))];
        flags.ForEach(flag => command.Options.Add(flag._flag));
        return flags;
    }

    /// <summary>The words given on the command line; null where the flag is absent.</summary>
    internal RawValue? ValueIn(ParseResult parsed) =>
        parsed.GetResult(_flag) is { Implicit: false } ? new(_words(parsed), "--" + Option.Name, IsFromFile: false) : null;
}
