using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.SelfTest;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>The physics commissioning checks on the machine and device at hand.</summary>
internal static class SelfTestVerb
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<string> Device = new("--device")
    {
        Description = "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu.",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<bool> Markdown = new("--markdown")
    {
        Description = "Print the tables of docs/physics.md: the checks, and the deviation from Monte Carlo at a liver-lung border.",
    };

    internal static Command Create()
    {
        var command = new Command(
            "selftest",
            """
            Runs the physics commissioning checks: energy balance, point source, uniform activity, half-space, linearity, rotation,
            spheres, published voxel S values; Monte Carlo: energy balance, sphere, Fano check. Exit code 0 where all pass, 1 where one fails.

            Examples:
              voxeldose selftest
              voxeldose selftest --device cuda --json
              voxeldose selftest --device cpu --markdown
            """)
        {
            Device, Markdown,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        bool json = parsed.GetValue(CommonOptions.Json);
        bool markdown = parsed.GetValue(Markdown);
        if (json && markdown)
        {
            throw new UsageException("--json and --markdown contradict each other; give one");
        }

        using IArrayCompute compute = ComputeFactory.Create(DeviceWord.Parse(parsed.GetRequiredValue(Device), null));
        IReadOnlyList<SelfTestCheck> checks = SelfTestRunner.Run(compute, stage => terminal.Info(stage));
        bool pass = checks.All(check => check.Pass);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { Device = new { Kind = DeviceWord.Of(compute.Device.Kind), compute.Device.Name, compute.Device.Driver }, Checks = checks.Select(Finite), Pass = pass },
                JsonOptions));
        }
        else if (markdown)
        {
            WriteMarkdown(checks);
        }
        else
        {
            Show(checks);
        }

        int failed = checks.Count(check => !check.Pass);
        terminal.Info(pass ? $"all {checks.Count} checks pass on {compute.Device.Name}" : $"{failed} of {checks.Count} checks fail on {compute.Device.Name}");
        return (int)(pass ? ExitCode.Done : ExitCode.InternalFailure);
    }

    // JSON has no word for a value that is no number; it is unknown, and fails.
    private static object Finite(SelfTestCheck check) => new
    {
        check.Id,
        check.What,
        Value = double.IsFinite(check.Value) ? check.Value : (double?)null,
        check.Expected,
        check.Tolerance,
        check.Source,
        check.Pass,
    };

    private static void Show(IReadOnlyList<SelfTestCheck> checks)
    {
        Table table = new Table().AddColumns("check", "value", "expected", "tolerance", "");
        foreach (SelfTestCheck check in checks)
        {
            table.AddRow(Markup.Escape(check.Id), $"{check.Value:G6}", $"{check.Expected:G6}", $"{check.Tolerance:G2}", check.Pass ? "pass" : "FAIL");
        }

        AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) }).Write(table);
    }

    private static void WriteMarkdown(IReadOnlyList<SelfTestCheck> checks)
    {
        void Line(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"| check | value | expected | tolerance | result | source |");
        Line($"|---|---|---|---|---|---|");
        foreach (SelfTestCheck check in checks)
        {
            Line($"| {check.Id} | {check.Value:G5} | {check.Expected:G5} | {check.Tolerance:G2} | {(check.Pass ? "pass" : "FAIL")} | {check.Source} |");
        }

        Line($"");
        Line($"| distance from the border, mm | Monte Carlo | vsv | vsv-density | vsv / MC - 1 | vsv-density / MC - 1 |");
        Line($"|---|---|---|---|---|---|");
        foreach (LiverLungInterface.Row row in LiverLungInterface.Rows())
        {
            Line($"| {row.ZMm} | {row.MonteCarlo:F3} | {row.Vsv:F3} | {row.VsvDensity:F3} | {100 * ((row.Vsv / row.MonteCarlo) - 1):+0.0;-0.0} % | {100 * ((row.VsvDensity / row.MonteCarlo) - 1):+0.0;-0.0} % |");
        }
    }
}
