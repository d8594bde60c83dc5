using System.CommandLine;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose completions SHELL: a script that asks the program itself, by the library's [suggest] directive, what may come next.</summary>
internal static class CompletionsVerb
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    internal static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", Shells)}." };
        shell.CompletionSources.Add(Shells);
        var command = new Command("completions",
            """
            Print a script that makes a shell complete verbs, options, their words and file names.

            Examples:
              source <(voxeldose completions bash)
              voxeldose completions zsh > ~/.zfunc/_voxeldose
              voxeldose completions fish > ~/.config/fish/completions/voxeldose.fish
              voxeldose completions powershell | Out-String | Invoke-Expression
            """)
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!;
            parsed.InvocationConfiguration.Output.Write(Shells.Contains(name)
                ? ReportWriter.Asset($"completions.{name}")
                : throw new UsageException($"completions {name}: expected one of {string.Join(", ", Shells)}.{Suggestion.Hint(name, Shells)}"));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
