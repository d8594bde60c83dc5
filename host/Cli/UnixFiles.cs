using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace VoxelDose.Host.Cli;

/// <summary>What the file system of a Unix can do and .NET has no call for. On other systems these say so and do nothing.</summary>
internal static partial class UnixFiles
{
    private const int CurrentFolder = -100;

    private const uint Exchange = 2;

    private const int ReadOnly = 0;

    /// <summary>Exchanges two paths in one step (Linux renameat2): at no moment is either name without its content.</summary>
    /// <returns>False where the system or the file system cannot; nothing has happened then.</returns>
    internal static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return RenameAt2(CurrentFolder, one, CurrentFolder, other, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // a C library from before the call
        }
    }

    /// <summary>Has the names in a folder reach the disk, as far as the system can; some file systems refuse, and then there is no more to do.</summary>
    internal static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(path, ReadOnly);
        if (descriptor >= 0)
        {
            _ = FSync(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <summary>The start of a small file as text, read whatever lock is on it, which .NET would respect; null where it cannot be opened.</summary>
    internal static string? TextWithoutLock(string path)
    {
        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            return null;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        byte[] bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(handle, bytes, 0));
    }

    /// <summary>The mode that a new folder gets from this process, which its umask decides; 0755 where that cannot be told.</summary>
    internal static UnixFileMode FolderMode()
    {
        const int Usual = 0x1ED; // 0755
        const int All = 0x1FF;
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Umask:", StringComparison.Ordinal))
            : null;
        return (UnixFileMode)(line is null ? Usual : All & ~Convert.ToInt32(line["Umask:".Length..].Trim(), 8));
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int folder, string from, int otherFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
