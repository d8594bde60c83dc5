using System.CommandLine;
using BenchmarkDotNet.Running;
using VoxelDose.Bench.Comparison;
using VoxelDose.Bench.MonteCarlo;
using VoxelDose.Bench.Statistics;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Bench;

/// <summary>Entry point of the benchmarks and of parity on machines without an SDK.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand("Benchmarks of VoxelDose, and its parity cases on a device at hand.");
        root.Subcommands.Add(ConvolutionCommand.Create());
        root.Subcommands.Add(ParityCommand.Create());
        root.Subcommands.Add(StatisticsAgainstNumPy.Create());
        root.Subcommands.Add(MonteCarloAgainstEgsnrc.Create());
        root.Subcommands.Add(MonteCarloSpeed.Create());
        root.Subcommands.Add(GammaAgainstBruteForce.Create());
        var primitives = new Command("primitives", "BenchmarkDotNet over single primitives; what follows -- goes to BenchmarkDotNet.");
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        primitives.Arguments.Add(rest);
        primitives.SetAction(parsed =>
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. parsed.GetValue(rest) ?? []]);
        });
        root.Subcommands.Add(primitives);
        try
        {
            return root.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (DeviceUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
            return 4;
        }
    }
}
