using System.CommandLine;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose help TOPIC: what the options have in common.</summary>
internal static class HelpVerb
{
    internal static Command Create()
    {
        var topic = new Argument<string?>("topic") { Description = "A topic, or a verb; without one, all are listed.", Arity = ArgumentArity.ZeroOrOne };
        topic.CompletionSources.Add([.. HelpTopics.All.Select(t => t.Name)]);
        var command = new Command("help",
            """
            Explain units, roles, calibration, methods, files or exit codes.

            Examples:
              voxeldose help
              voxeldose help units
            """)
        {
            topic,
        };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(topic)));
        return command;
    }

    private static int Run(ParseResult parsed, string? topic)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        var root = (RootCommand)parsed.RootCommandResult.Command;
        if (topic is null)
        {
            foreach ((string name, string about, _) in HelpTopics.All)
            {
                output.WriteLine($"  voxeldose help {name,-12} {about}");
            }

            output.WriteLine("  voxeldose VERB --help      options and examples of a verb");
            return (int)ExitCode.Done;
        }

        if (root.Subcommands.Any(verb => verb.Name == topic))
        {
            return root.Parse([topic, "--help"]).Invoke(parsed.InvocationConfiguration);
        }

        string[] names = [.. HelpTopics.All.Select(t => t.Name)];
        output.WriteLine(HelpTopics.All.FirstOrDefault(t => t.Name == topic).Text ?? throw new UsageException(
            $"help {topic}: expected one of {string.Join(", ", names)}, or a verb.{Suggestion.Hint(topic, names.Concat(root.Subcommands.Select(verb => verb.Name)))}"));
        return (int)ExitCode.Done;
    }
}
