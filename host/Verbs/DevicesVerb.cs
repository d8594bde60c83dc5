using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using VoxelDose.Engine.Compute;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>Lists the devices that can compute and says why others cannot.</summary>
internal static class DevicesVerb
{
    private const double BytesPerGibibyte = 1L << 30;
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var command = new Command(
            "devices",
            """
            Lists the devices that can compute, what was refused and why, and which one 'auto' takes.

            Examples:
              voxeldose devices
              voxeldose devices --json
            """);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        ComputeProbe probe = ComputeFactory.Probe();
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Automatic = Selector(probe.Automatic),
                    Devices = probe.Found.Select(d => new { Device = Selector(d), Kind = Word(d.Kind), d.Index, d.Name, d.Driver, d.MemoryBytes }),
                    Refused = probe.Refused.Select(r => new { Kind = Word(r.Kind), r.Name, r.Reason }),
                },
                JsonOptions));
            return (int)ExitCode.Done;
        }

        Show(probe);
        return (int)ExitCode.Done;
    }

    private static void Show(ComputeProbe probe)
    {
        Table table = new Table().AddColumns("--device", "name", "driver", "memory");
        foreach (ComputeDevice d in probe.Found)
        {
            string memory = d.MemoryBytes is { } bytes ? $"{bytes / BytesPerGibibyte:F1} GiB" : "unknown";
            string[] cells = [Selector(d) + (d == probe.Automatic ? " (auto)" : ""), d.Name, d.Driver ?? "unknown", memory];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        console.Write(table);
        foreach (RefusedDevice r in probe.Refused)
        {
            Console.Out.WriteLine($"not usable: {Word(r.Kind)}{(r.Name is null ? "" : $" '{r.Name}'")}: {r.Reason}");
        }
    }

    /// <summary>What to give to --device for this device.</summary>
    private static string Selector(ComputeDevice device) =>
        device.Kind is DeviceKind.Cuda or DeviceKind.OpenCl ? $"{Word(device.Kind)}:{device.Index}" : Word(device.Kind);

    private static string Word(DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.IlgpuCpu => "ilgpu-cpu",
        DeviceKind.OpenCl => "opencl",
        DeviceKind.Cuda => "cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
