using System.Globalization;
using VoxelDose.Engine.Compute;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Cases;

/// <summary>The words of --device.</summary>
internal static class DeviceWord
{
    private static readonly string[] Words = ["auto", "cuda", "opencl", "cpu", "ilgpu-cpu"];

    /// <summary>The selection that a word asks for.</summary>
    /// <exception cref="UsageException">The word is none of them.</exception>
    internal static DeviceSelection Parse(string text, int? threads)
    {
        string[] parts = text.Split(':');
        string word = parts[0];
        int? index = null;
        if (parts.Length == 2 && word is "cuda" or "opencl" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int n))
        {
            index = n;
        }

        if (!Words.Contains(word) || (parts.Length > 1 && index is null))
        {
            throw new UsageException(
                $"--device: found '{text}', expected auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu.{Suggestion.Hint(word, Words)}");
        }

        DeviceKind? kind = word switch
        {
            "cuda" => DeviceKind.Cuda,
            "opencl" => DeviceKind.OpenCl,
            "cpu" => DeviceKind.Cpu,
            "ilgpu-cpu" => DeviceKind.IlgpuCpu,
            _ => null,
        };
        return new(kind, index, threads);
    }

    /// <summary>The word for a kind, as results name it.</summary>
    internal static string Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => "cuda",
        DeviceKind.OpenCl => "opencl",
        DeviceKind.IlgpuCpu => "ilgpu-cpu",
        _ => "cpu",
    };
}
