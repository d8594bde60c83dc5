using System.Security.Cryptography;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Provenance;

/// <summary>
/// The list of an output folder's files with their SHA-256, in the form of sha256sum (`sha256sum -c manifest.sha256` checks it too): written last, it
/// holds the hash of results.json, and no file holds its own.
/// </summary>
internal static class OutputManifest
{
    internal const string FileName = "manifest.sha256";

    private const int LargestBytes = 1 << 24;

    private const int HashLetters = 64;

    /// <summary>Files below a folder, by their path in it with forward slashes, in ordinal order; without the manifest.</summary>
    internal static IReadOnlyList<string> FilesOf(string folder) =>
    [
        .. InputFolder.Files(folder, withHidden: true)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name != FileName)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a manifest.</summary>
    internal static string TextOf(IEnumerable<(string Name, string Sha256)> files) => string.Concat(files.Select(file => $"{file.Sha256}  {file.Name}\n"));

    /// <summary>Reads a manifest; every name stays inside the folder.</summary>
    /// <exception cref="InvalidInputException">Absent, or no manifest.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"{folder}: there is no {FileName}, which every run writes; give the folder of a finished run");
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] lines = InputFile.ReadText(path, LargestBytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines)
        {
            if (line.Length <= HashLetters + 2 || line[HashLetters..(HashLetters + 2)] != "  " || !line[..HashLetters].All(char.IsAsciiHexDigitLower) ||
                !IsInside(line[(HashLetters + 2)..]) || !files.TryAdd(line[(HashLetters + 2)..], line[..HashLetters]))
            {
                throw InputError.Of(path, "a line", line, "64 hexadecimal digits, two spaces and the path of a file in this folder, each once");
            }
        }

        return files;
    }

    /// <summary>Hash of a file's bytes, lower-case hex.</summary>
    internal static string HashOf(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Hash of a file's bytes once they are on the disk.</summary>
    internal static string HashOfFlushed(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static bool IsInside(string name) =>
        !Path.IsPathRooted(name) && name != FileName && !name.Any(char.IsControl) && !name.Split('/').Any(part => part is "" or "." or "..");
}
