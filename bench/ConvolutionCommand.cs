using System.CommandLine;
using System.Globalization;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Host.Cases;

namespace VoxelDose.Bench;

/// <summary>Times convolutions beside SciPy and writes the dated report.</summary>
internal static class ConvolutionCommand
{
    private static readonly Option<string[]> Cases = new("--case")
    {
        Description = $"Case to run, repeatable; all where none is given: {string.Join(", ", ConvolutionCase.All.Select(c => c.Name))}.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Device = new("--device") { Description = "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu.", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Runs = new("--runs") { Description = "Runs behind each median.", DefaultValueFactory = _ => 7 };
    private static readonly Option<int?> ThreadCount = new("--threads") { Description = "Host threads; every core where not given." };
    private static readonly Option<string?> Python = new("--python") { Description = "Python with SciPy; no peer where not given." };
    private static readonly Option<ConvolutionAlgorithm?> Algorithm = new("--algorithm") { Description = "Way to force; the program's own choice where not given." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the dated Markdown and JSON; none are written where not given." };

    internal static Command Create()
    {
        var command = new Command(
            "convolution",
            "Times the convolution that the program plans for each case beside SciPy's, with the machine's limits measured in the same run.");
        foreach (Option option in (Option[])[Cases, Device, Runs, ThreadCount, Python, Algorithm, Out])
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        int threads = parsed.GetValue(ThreadCount) ?? Environment.ProcessorCount;
        int runs = parsed.GetValue(Runs);
        string? python = parsed.GetValue(Python);
        string[] names = parsed.GetValue(Cases) ?? [];
        using IArrayCompute compute = ComputeFactory.Create(DeviceWord.Parse(parsed.GetValue(Device)!, threads));
        Roofline first = DeviceRoofline.Measure(compute, threads, runs);
        var results = new List<ConvolutionResult>();
        foreach (ConvolutionCase one in ConvolutionCase.All.Where(c => names.Length == 0 || names.Contains(c.Name)))
        {
            ConvolutionResult result = ConvolutionBench.Run(one, compute, first, runs, python, parsed.GetValue(Algorithm));
            results.Add(result);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Case}: {result.Ours.MedianWallMs:F2} ms"));
        }

        Roofline best = first.Or(DeviceRoofline.Measure(compute, threads, runs));
        string? peer = python is null ? null : Machine.Line(python, "-c", "import scipy, numpy; print('SciPy', scipy.__version__, 'NumPy', numpy.__version__)");
        var report = new BenchReport(
            DateOnly.FromDateTime(DateTime.UtcNow),
            Machine.Commit(),
            compute.Device,
            threads,
            Machine.LoadAverage(),
            best,
            peer,
            runs,
            [.. results.Select(r => r.Against(first, best))]);
        Console.Out.Write(report.Markdown());
        if (parsed.GetValue(Out) is { } folder)
        {
            report.Write(folder);
        }

        return 0;
    }
}
