using System.CommandLine;
using VoxelDose.Engine.Compute;
using VoxelDose.Host.Cases;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Bench;

/// <summary>Runs the parity cases of the tests on a device, for machines that have a GPU and no SDK.</summary>
internal static class ParityCommand
{
    internal static Command Create()
    {
        var device = new Option<string>("--device") { Description = "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu.", DefaultValueFactory = _ => "auto" };
        var command = new Command("parity", "Runs the parity cases on a device; exit code 1 where one fails.");
        command.Options.Add(device);
        command.SetAction(parsed => Run(parsed.GetValue(device)!));
        return command;
    }

    private static int Run(string device)
    {
        using IArrayCompute compute = ComputeFactory.Create(DeviceWord.Parse(device, null));
        int failed = 0;
        foreach (string name in ParityCases.All)
        {
            try
            {
                ParityCases.Run(name, compute);
                Console.Out.WriteLine($"passed  {name}");
            }
#pragma warning disable CA1031 // Whatever a case throws is its failure, and the next case still runs.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failed++;
                Console.Out.WriteLine($"FAILED  {name}: {e.Message}");
            }
        }

        Console.Out.WriteLine($"Parity on {compute.Device.Kind} {compute.Device.Index} ({compute.Device.Name}, {compute.Device.Driver}): {ParityCases.All.Count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
