using System.Security.Cryptography;
using System.Text;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Cases;

/// <summary>SHA-256 of inputs, lower-case hex: of a file's bytes, or of a folder's sorted list of "hash  name" lines.</summary>
internal static class InputHash
{
    internal static string Of(string path)
    {
        if (!Directory.Exists(path))
        {
            return OfFile(path);
        }

        var lines = new StringBuilder();
        foreach (string file in InputFolder.Files(path, withHidden: true))
        {
            lines.Append(OfFile(file)).Append("  ").Append(Path.GetRelativePath(path, file).Replace('\\', '/')).Append('\n');
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
