using System.CommandLine;
using System.Text.Json;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Provenance;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose verify: whether a folder holds what a run wrote.</summary>
internal static class VerifyVerb
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of a finished run." };
        var command = new Command("verify",
            """
            Tell whether the files of an output folder are those that the run wrote: none changed, none missing, none added.

            Examples:
              voxeldose verify result
              voxeldose verify result --json
            """)
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            Terminal terminal = CommonOptions.Terminal(parsed);
            FolderVerification found = FolderVerification.Of(parsed.GetValue(folder)!);
            if (parsed.GetValue(CommonOptions.Json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(found, Layout));
            }

            foreach (string problem in found.Problems)
            {
                terminal.Error($"{found.Folder}: {problem}");
            }

            if (found.Agrees)
            {
                terminal.Info($"{found.Folder}: all {found.Files.Count} files are as the run wrote them");
            }

            return (int)(found.Agrees ? ExitCode.Done : ExitCode.FailOnCheck);
        });
        return command;
    }
}
