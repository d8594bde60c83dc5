using System.Reflection;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cli;

/// <summary>Name, version and commit of this build.</summary>
internal static class SoftwareVersion
{
    internal static SoftwareInfo Current { get; } = Read();

    private static SoftwareInfo Read()
    {
        string informational = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string[] parts = informational.Split('+', 2);
        return new("VoxelDose", parts[0], parts.Length > 1 ? parts[1] : null);
    }
}
