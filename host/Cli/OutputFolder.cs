using System.Collections.Concurrent;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Provenance;

namespace VoxelDose.Host.Cli;

/// <summary>
/// An output folder that appears whole or not at all: files are written to a private sibling folder, reach the disk, and then take the final name in one
/// step in <see cref="Commit"/>. Disposed without commit, nothing stays behind; killed at any moment, the name holds the old result or the new one, and the
/// next run clears away the rest.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const string PartialEnd = ".partial";

    private const string ReplacedEnd = ".replaced";

    private readonly OutputLock _lock;
    private readonly string _final;
    private readonly bool _overwrite;
    private readonly ConcurrentDictionary<string, string> _hashes = [];
    private bool _committed;

    private OutputFolder(OutputLock owner, string final, string staging, bool overwrite)
    {
        _lock = owner;
        _final = final;
        _overwrite = overwrite;
        Staging = staging;
    }

    /// <summary>Where to write before the commit.</summary>
    internal string Staging { get; }

    /// <summary>Opens a folder for writing; clears away what a killed run left beside it.</summary>
    /// <param name="path">Final path of the folder.</param>
    /// <param name="overwrite">Whether a folder there that is not empty may be replaced.</param>
    /// <exception cref="InvalidInputException">The folder is not empty and may not be replaced, is being written by another run, or cannot be made.</exception>
    internal static OutputFolder Open(string path, bool overwrite)
    {
        string final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string parent = Path.GetDirectoryName(final) ?? throw new InvalidInputException($"--out {path}: the root folder cannot be an output");
        string name = Path.GetFileName(final);
        try
        {
            Directory.CreateDirectory(parent);
            OutputLock owner = OutputLock.Take(Path.Combine(parent, $".{name}.lock"), $"--out {path}");
            try
            {
                Recover(parent, name, final);
                RequireFree(final, path, overwrite);
                string staging = Path.Combine(parent, $".{name}.{Guid.NewGuid():N}{PartialEnd}");
                CreatePrivate(staging);
                return new(owner, final, staging, overwrite);
            }
            catch
            {
                owner.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--out {path}: the folder cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Path of a file in the folder while it is being written.</summary>
    internal string PathOf(string fileName) => Path.Combine(Staging, fileName);

    /// <summary>Has a file that is written reach the disk, and takes its hash, which is a long way for a large one: the commit need not do it any more.</summary>
    /// <param name="fileName">Name in the folder; nobody may write to the file from now on.</param>
    internal void Settle(string fileName) => _hashes[fileName] = OutputManifest.HashOfFlushed(PathOf(fileName));

    /// <summary>Lists the files with their hashes, has all reach the disk, and gives the finished folder its final name.</summary>
    /// <exception cref="InvalidInputException">The disk is full, the folder appeared meanwhile, or the name cannot be given.</exception>
    internal void Commit()
    {
        try
        {
            Seal();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Staging, UnixFiles.FolderMode());
            }

            RequireFree(_final, _final, _overwrite);
            Rename();
            _committed = true;
            UnixFiles.FlushFolder(Path.GetDirectoryName(_final)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--out {_final}: the results could not be written: {e.Message}", e);
        }

        // The new result stands; the old one, now under the private name, is only in the way.
        Remove(Staging);
        Remove(Staging + ReplacedEnd);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_committed)
        {
            Remove(Staging);
        }

        _lock.Dispose();
    }

    private void Rename()
    {
        if (!Directory.Exists(_final))
        {
            Directory.Move(Staging, _final);
            return;
        }

        if (UnixFiles.TryExchange(Staging, _final))
        {
            return;
        }

        // Two steps where the file system has no exchange: a kill between them leaves the old result under a name that Recover gives back.
        string replaced = Staging + ReplacedEnd;
        Directory.Move(_final, replaced);
        try
        {
            Directory.Move(Staging, _final);
        }
        catch
        {
            Directory.Move(replaced, _final);
            throw;
        }
    }

    private void Seal()
    {
        IReadOnlyList<string> names = OutputManifest.FilesOf(Staging);
        string[] hashes = new string[names.Count];
        try
        {
            Parallel.For(0, names.Count, i => hashes[i] = _hashes.TryGetValue(names[i], out string? known) ? known : OutputManifest.HashOfFlushed(PathOf(names[i])));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            throw new IOException(e.InnerExceptions[0].Message, e);
        }

        using (FileStream manifest = new(PathOf(OutputManifest.FileName), FileMode.CreateNew, FileAccess.Write))
        {
            manifest.Write(System.Text.Encoding.UTF8.GetBytes(OutputManifest.TextOf(names.Zip(hashes))));
            manifest.Flush(flushToDisk: true);
        }

        foreach (string folder in Directory.EnumerateDirectories(Staging, "*", SearchOption.AllDirectories).Append(Staging))
        {
            UnixFiles.FlushFolder(folder);
        }
    }

    /// <summary>Under the lock every private sibling is of a run that has died: an old result comes back if its name is free, all else goes.</summary>
    private static void Recover(string parent, string name, string final)
    {
        string[] left = [.. Directory.EnumerateDirectories(parent, $".{name}.*").Where(path => IsPrivate(Path.GetFileName(path), name))];
        if (!Directory.Exists(final) && left.FirstOrDefault(path => path.EndsWith(ReplacedEnd, StringComparison.Ordinal)) is { } old)
        {
            Directory.Move(old, final);
        }

        foreach (string path in left)
        {
            Remove(path);
        }
    }

    /// <summary>True for ".NAME.", 32 hexadecimal digits and the endings of this class: no other folder is ever touched.</summary>
    private static bool IsPrivate(string found, string name)
    {
        const int GuidLetters = 32;
        string start = $".{name}.";
        return found.StartsWith(start, StringComparison.Ordinal) && found.Length >= start.Length + GuidLetters &&
            found[start.Length..(start.Length + GuidLetters)].All(char.IsAsciiHexDigitLower) &&
            found[(start.Length + GuidLetters)..] is PartialEnd or PartialEnd + ReplacedEnd;
    }

    private static void RequireFree(string final, string path, bool overwrite)
    {
        if (File.Exists(final))
        {
            throw new InvalidInputException($"--out {path}: a file of that name exists; name a folder");
        }

        if (!overwrite && Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any())
        {
            throw new InvalidInputException($"--out {path}: the folder is not empty; name another, or give --overwrite to replace it as a whole");
        }

        if (new DirectoryInfo(final).LinkTarget is not null)
        {
            throw new InvalidInputException($"--out {path}: a link stands there, and an output replaces its folder as a whole; name the folder that it leads to");
        }
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now, the next run tries again; the result does not hang on it.
        }
    }
}
