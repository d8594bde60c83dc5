using System.IO.Compression;
using System.Text;

namespace VoxelDose.Tests.Host.Io;

/// <summary>A private folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("voxeldose-test-").FullName;

    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, string text, params byte[][] data)
    {
        string path = PathOf(name);
        using FileStream file = File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
        foreach (byte[] part in data)
        {
            file.Write(part);
        }

        return path;
    }

    internal static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
