using System.Reflection;
using System.Security.Cryptography;

namespace VoxelDose.Engine;

/// <summary>The data files that are part of this build and that a dose can depend on: physics tables and limits.</summary>
public static class DataTables
{
    private static readonly string[] Folders = ["physics/", "thresholds/"];

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Hashes = new(() => new SortedDictionary<string, string>(
        Names().ToDictionary(name => name, name => Hash(name)), StringComparer.Ordinal));

    /// <summary>SHA-256 (lower-case hex) of each file by its path below data/, in ordinal order.</summary>
    public static IReadOnlyDictionary<string, string> Sha256ByName => Hashes.Value;

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => Folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal)) && !name.EndsWith(".source.json", StringComparison.Ordinal));

    private static string Hash(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
