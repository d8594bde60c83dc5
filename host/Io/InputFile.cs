namespace VoxelDose.Host.Io;

/// <summary>Opens input files; whatever the system refuses becomes an error that names the path.</summary>
internal static class InputFile
{
    private const int BufferBytes = 1 << 16;

    internal static FileStream Open(string path)
    {
        Check(path);
        return Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan));
    }

    /// <summary>The first bytes of a file, at most <paramref name="count"/>.</summary>
    internal static byte[] Head(string path, int count)
    {
        using FileStream stream = Open(path);
        return Guard(path, () =>
        {
            byte[] head = new byte[count];
            return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
        });
    }

    /// <summary>The whole of a small text file.</summary>
    internal static string ReadText(string path, int maxBytes)
    {
        long length = Length(path);
        return length > maxBytes
            ? throw InputError.Of(path, $"the file has {length} bytes; a text file of this kind has at most {maxBytes}")
            : Guard(path, () => File.ReadAllText(path));
    }

    /// <summary>Bytes of a file.</summary>
    internal static long Length(string path)
    {
        Check(path);
        return new FileInfo(path).Length;
    }

    /// <summary>Runs a read and translates what the system or a decompressor throws.</summary>
    internal static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw InputError.Of(path, "the compressed data are damaged; copy or export the file again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw InputError.Of(path, $"the file cannot be read: {e.Message}", e);
        }
    }

    private static void Check(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw InputError.Of("input", "the path is empty");
        }

        if (Directory.Exists(path))
        {
            throw InputError.Of(path, "this is a folder; expected a file (a folder is read only where it holds DICOM)");
        }

        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw InputError.Of(path, "there is no such file");
        }

        // Pipes and devices have length 0 too; reading them could wait for ever.
        if (info.Length == 0)
        {
            throw InputError.Of(path, "the file is empty");
        }
    }
}
