using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Cli;

/// <summary>
/// An output folder that appears whole or not at all: files are written to a private sibling folder, which takes the final name
/// in <see cref="Commit"/>. Disposed without commit, nothing stays behind.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _final;
    private bool _committed;

    private OutputFolder(string final, string staging)
    {
        _final = final;
        Staging = staging;
    }

    /// <summary>Where to write before the commit.</summary>
    internal string Staging { get; }

    /// <summary>Opens a folder for writing.</summary>
    /// <param name="path">Final path of the folder.</param>
    /// <param name="overwrite">Whether a folder there that is not empty may be replaced.</param>
    /// <exception cref="InvalidInputException">The folder is not empty and may not be replaced, or cannot be made.</exception>
    internal static OutputFolder Open(string path, bool overwrite)
    {
        string final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(final))
        {
            throw new InvalidInputException($"--out {path}: a file of that name exists; name a folder");
        }

        if (Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any() && !overwrite)
        {
            throw new InvalidInputException($"--out {path}: the folder is not empty; name another, or give --overwrite to replace it as a whole");
        }

        string parent = Path.GetDirectoryName(final) ?? throw new InvalidInputException($"--out {path}: the root folder cannot be an output");
        string staging = Path.Combine(parent, $".{Path.GetFileName(final)}.{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(parent);
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(staging);
            }
            else
            {
                Directory.CreateDirectory(staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--out {path}: the folder cannot be made: {e.Message}", e);
        }

        return new(final, staging);
    }

    /// <summary>Path of a file in the folder while it is being written.</summary>
    internal string PathOf(string fileName) => Path.Combine(Staging, fileName);

    /// <summary>Gives the finished folder its final name.</summary>
    internal void Commit()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
                UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        string? replaced = null;
        if (Directory.Exists(_final))
        {
            replaced = Staging + ".replaced";
            Directory.Move(_final, replaced);
        }

        try
        {
            Directory.Move(Staging, _final);
        }
        catch when (replaced is not null)
        {
            Directory.Move(replaced, _final);
            throw;
        }

        _committed = true;
        if (replaced is not null)
        {
            Directory.Delete(replaced, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_committed && Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }
    }
}
