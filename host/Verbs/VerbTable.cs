using System.CommandLine;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>The verbs of the program, each made by a class of this folder.</summary>
internal static class VerbTable
{
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "VoxelDose: voxel dosimetry for 90Y radioembolization of the liver. Research use; not a medical device.");
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Quiet);
        root.Options.Add(CommonOptions.Verbose);
        foreach (Command verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        ExampleHelp.AddTo(root);
        return root;
    }

    /// <summary>The words that lead to the command which was parsed, for hints.</summary>
    internal static IEnumerable<string> PathOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? [] : [parsed.CommandResult.Command.Name];

    private static IEnumerable<Command> Verbs()
    {
        yield return DoseVerb.Create();
        yield return CompareVerb.Create();
        yield return PlanVerb.Create();
        yield return BatchVerb.Create();
        yield return PhantomVerb.Create();
        yield return KernelVerb.Create();
        yield return ResponseVerb.Create();
        yield return SelfTestVerb.Create();
        yield return DevicesVerb.Create();
        yield return VerifyVerb.Create();
        yield return HelpVerb.Create();
        yield return CompletionsVerb.Create();
    }
}
