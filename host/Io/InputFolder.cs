using System.IO.Enumeration;

namespace VoxelDose.Host.Io;

/// <summary>Lists the files of a folder and of the folders in it. Links to folders are not followed: one to a folder above would never end.</summary>
internal static class InputFolder
{
    /// <summary>Full paths in ordinal order; hidden files and folders only where asked for.</summary>
    internal static IReadOnlyList<string> Files(string folder, bool withHidden = false)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false, // slices that may not be read would be missing without a word
            AttributesToSkip = withHidden ? FileAttributes.None : FileAttributes.Hidden,
        };
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return InputFile.Guard(folder, () => files.Order(StringComparer.Ordinal).ToList());
    }

    /// <summary>True for files that can be read to an end. Pipes and devices tell a length of 0; opening a pipe without a writer waits for ever.</summary>
    internal static bool IsReadable(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };
}
