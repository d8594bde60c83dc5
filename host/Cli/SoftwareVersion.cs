using System.Reflection;
using System.Security.Cryptography;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cli;

/// <summary>Name, version and commit of this build.</summary>
internal static class SoftwareVersion
{
    private static readonly string[] Assemblies = ["voxeldose", "VoxelDose.Engine", "VoxelDose.Kernels"];

    internal static SoftwareInfo Current { get; } = Read();

    private static SoftwareInfo Read()
    {
        string informational = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string[] parts = informational.Split('+', 2);
        return new("VoxelDose", parts[0], parts.Length > 1 ? parts[1] : null, Hash());
    }

    /// <summary>SHA-256 over host, engine and kernels in that order; of the executable where the program is a single file.</summary>
    private static string? Hash()
    {
        string[] files = [.. Assemblies.Select(name => Path.Combine(AppContext.BaseDirectory, name + ".dll"))];
        files = files.All(File.Exists) ? files : Environment.ProcessPath is { } executable && File.Exists(executable) ? [executable] : [];
        if (files.Length == 0)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
