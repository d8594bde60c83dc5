using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VoxelDose.Host.Cli;

/// <summary>
/// Shows a verb's examples after its help, and only a sentence of it in the list of verbs. A verb writes both into its description, the examples
/// behind a line "Examples:".
/// </summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private const string Marker = "Examples:";
    private readonly HelpAction _help;
    private readonly Dictionary<Command, string> _examples = [];

    private ExampleHelp(HelpAction help) => _help = help;

    /// <summary>Takes the examples out of the verbs' descriptions and puts them behind their help.</summary>
    internal static void AddTo(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        var help = new ExampleHelp((HelpAction)option.Action!);
        foreach (Command verb in root.Subcommands)
        {
            int marker = verb.Description?.IndexOf(Marker, StringComparison.Ordinal) ?? -1;
            if (marker >= 0)
            {
                help._examples[verb] = verb.Description![marker..].TrimEnd();
                verb.Description = verb.Description[..marker].Trim();
            }
        }

        option.Action = help;
    }

    /// <summary>Who asks for help need not have given what the verb requires.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        if (_examples.TryGetValue(parseResult.CommandResult.Command, out string? examples))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(examples);
        }

        return code;
    }
}
