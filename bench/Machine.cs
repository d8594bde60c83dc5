using System.Diagnostics;
using System.Globalization;

namespace VoxelDose.Bench;

/// <summary>What reports say of where they were made.</summary>
internal static class Machine
{
    /// <summary>Commit of the checkout; "unknown" away from one.</summary>
    internal static string Commit() =>
        Environment.GetEnvironmentVariable("VOXELDOSE_COMMIT") ?? Line("git", "rev-parse", "--short", "HEAD") ?? "unknown";

    /// <summary>Load over the last minute; null where the system does not tell.</summary>
    internal static double? LoadAverage() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : null;

    /// <summary>What the system calls its processor; null where it does not tell.</summary>
    internal static string? Processor() => !File.Exists("/proc/cpuinfo") ? null
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    /// <summary>First line that a program prints; null where it cannot run.</summary>
    internal static string? Line(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string? line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return process.ExitCode == 0 ? line : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
