namespace VoxelDose.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Folder of VoxelDose.sln; null where the tests run away from the checkout.</summary>
    internal static string? Root { get; } = Find();

    /// <summary>Full path of a file of the checkout.</summary>
    internal static string PathOf(string relative) =>
        Path.Combine(Root ?? throw new DirectoryNotFoundException("VoxelDose.sln was not found above the tests"), relative);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VoxelDose.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
