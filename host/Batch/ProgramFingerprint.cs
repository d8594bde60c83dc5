using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using VoxelDose.Engine;
using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch;

/// <summary>
/// Tells one build of the program from another. A deterministic build's module version id is a digest of the whole assembly, tables in it included, so
/// the three assemblies that are ours stand for everything that can change a number.
/// </summary>
internal static class ProgramFingerprint
{
    /// <summary>SHA-256, lower-case hex.</summary>
    internal static string Current { get; } = Make();

    private static string Make()
    {
        IEnumerable<Module> modules = [typeof(DoseRun).Module, typeof(DoseEngine).Module, KernelModule()];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', modules.Select(module => module.ModuleVersionId)))));
    }

    private static Module KernelModule() => Assembly.Load(
        typeof(DoseEngine).Assembly.GetReferencedAssemblies().Single(name => name.Name!.EndsWith(".Kernels", StringComparison.Ordinal))).ManifestModule;
}
