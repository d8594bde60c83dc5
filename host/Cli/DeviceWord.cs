using System.Globalization;
using VoxelDose.Engine.Compute;

namespace VoxelDose.Host.Cli;

/// <summary>Devices as the command line writes them: auto, cuda[:N], opencl[:N], cpu, ilgpu-cpu.</summary>
internal static class DeviceWord
{
    /// <summary>What --device expects, for help and errors.</summary>
    internal const string Choices = "auto | cuda[:N] | opencl[:N] | cpu | ilgpu-cpu";

    /// <summary>Reads a value of --device.</summary>
    /// <param name="text">The value.</param>
    /// <param name="threads">Host threads; null is every core.</param>
    /// <exception cref="UsageException">No device is written so.</exception>
    internal static DeviceSelection Parse(string text, int? threads = null)
    {
        (string word, string? number) = text.Split(':', 2) is [var left, var right] ? (left, right) : (text, (string?)null);
        DeviceKind? kind = word switch
        {
            "auto" => null,
            "cpu" => DeviceKind.Cpu,
            "ilgpu-cpu" => DeviceKind.IlgpuCpu,
            "opencl" => DeviceKind.OpenCl,
            "cuda" => DeviceKind.Cuda,
            _ => throw new UsageException($"--device {text}: unknown device; expected {Choices}"),
        };
        if (number is null)
        {
            return new(kind, null, threads);
        }

        return kind is DeviceKind.OpenCl or DeviceKind.Cuda && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new(kind, index, threads)
            : throw new UsageException($"--device {text}: expected {Choices}, N a whole number from 0");
    }

    /// <summary>The word for a kind.</summary>
    internal static string Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.IlgpuCpu => "ilgpu-cpu",
        DeviceKind.OpenCl => "opencl",
        DeviceKind.Cuda => "cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What to give to --device for a device.</summary>
    internal static string Of(ComputeDevice device) =>
        device.Kind is DeviceKind.Cuda or DeviceKind.OpenCl ? $"{Of(device.Kind)}:{device.Index}" : Of(device.Kind);
}
