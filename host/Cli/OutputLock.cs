using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Cli;

/// <summary>
/// One run at a time for an output folder: a lock file beside it, which the system unlocks with the process however that ends, so that no lock outlives
/// its owner. Process numbers and times play no part: numbers are used again and clocks jump.
/// </summary>
internal sealed class OutputLock : IDisposable
{
    private const int MostTries = 100;

    private readonly FileStream _file;
    private readonly string _path;

    private OutputLock(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="path">Path of the lock file.</param>
    /// <param name="what">The output, for the message.</param>
    /// <exception cref="InvalidInputException">Another run holds it.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    internal static OutputLock Take(string path, string what)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            if (TryOpen(path) is not { } file)
            {
                throw new InvalidInputException($"{what}: another run is writing this folder ({path} is locked); wait for it, or name another folder");
            }

            // Who held the lock before may have removed the file after this process opened it: then the name is free, and the lock is of no use.
            string token = $"{Guid.NewGuid():N} process {Environment.ProcessId} on {Environment.MachineName}";
            using (StreamWriter writer = new(file, leaveOpen: true))
            {
                file.SetLength(0);
                writer.Write(token);
            }

            if (OperatingSystem.IsWindows() || UnixFiles.TextWithoutLock(path) == token)
            {
                return new(file, path);
            }

            file.Dispose();
        }

        throw new InvalidInputException($"{what}: the lock {path} changes hands all the time; wait for the other runs, or name another folder");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_path); // while it is still held
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unlocked and left behind it is in nobody's way.
        }

        _file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new(path, options);
        }
        catch (IOException e) when (IsSharing(e) && File.Exists(path))
        {
            return null;
        }
    }

    private static bool IsSharing(IOException e)
    {
        const int WouldBlock = 11; // EWOULDBLOCK on Linux
        const int WouldBlockBsd = 35;
        const int SharingViolation = unchecked((int)0x80070020);
        return e.HResult is WouldBlock or WouldBlockBsd or SharingViolation;
    }
}
