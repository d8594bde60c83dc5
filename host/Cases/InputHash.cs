using System.Security.Cryptography;
using System.Text;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Cases;

/// <summary>
/// SHA-256 of inputs, lower-case hex: of a file's bytes where it is all there is; of the list of "hash  name" lines where there is more behind a path: a folder's
/// files, the slices that are read with one, the data of a detached header.
/// </summary>
internal static class InputHash
{
    /// <summary>Hash of all that is read when an input is.</summary>
    /// <param name="role">What the input is for, such as activity, as <see cref="InputFiles.Behind"/> knows it.</param>
    /// <param name="path">File or folder.</param>
    internal static string Of(string role, string path)
    {
        IReadOnlyList<string> files = InputFiles.Behind(role, path);
        bool isFolder = Directory.Exists(path);
        if (!isFolder && files.Count == 1)
        {
            return OfFile(files[0]);
        }

        var lines = new StringBuilder();
        foreach (string file in files)
        {
            lines.Append(OfFile(file)).Append("  ").Append(isFolder ? Path.GetRelativePath(path, file).Replace('\\', '/') : Path.GetFileName(file)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    private static string OfFile(string path)
    {
        if (!InputFolder.IsReadable(path))
        {
            return Convert.ToHexStringLower(SHA256.HashData([]));
        }

        return InputFile.Guard(path, () => Read(path));
    }

    private static string Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
