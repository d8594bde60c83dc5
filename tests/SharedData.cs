namespace VoxelDose.Tests;

/// <summary>
/// Reference data and images that lie beside the checkout and are not part of it: `../shared`, or where VOXELDOSE_SHARED points.
/// </summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>Full path of a file or folder there, or null where it is absent.</summary>
    internal static string? TryPath(string relative)
    {
        if (Root is null)
        {
            return null;
        }

        string path = Path.Combine(Root, relative);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>Full path of a file or folder that a <see cref="SharedDataFactAttribute"/> made sure of.</summary>
    internal static string PathOf(string relative) =>
        TryPath(relative) ?? throw new FileNotFoundException($"shared data '{relative}' is absent");

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("VOXELDOSE_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        string? shared = Repository.Root is { } root ? Path.Combine(root, "..", "shared") : null;
        return shared is not null && Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }
}
