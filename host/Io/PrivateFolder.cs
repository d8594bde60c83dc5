namespace VoxelDose.Host.Io;

/// <summary>
/// A folder in the system's temporary folder that its owner alone can read and that goes with its user: on disposal, or, after a kill, when the next
/// one is made. A lock on a file in it, which the system frees with the process, tells the living from the dead.
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "voxeldose-private-";
    private const string LockName = ".lock";

    /// <summary>A folder without a lock for so long was left by a process that died between making the two.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly FileStream _lock;

    /// <summary>Makes the folder, and takes away those of processes that were killed.</summary>
    internal PrivateFolder()
    {
        RemoveAbandoned();
        FullName = Directory.CreateTempSubdirectory(Prefix).FullName; // mode 0700
        _lock = new(Path.Combine(FullName, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    internal string FullName { get; }

    internal string PathOf(string name) => Path.Combine(FullName, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(FullName, recursive: true);
    }

    private static void RemoveAbandoned()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                string path = Path.Combine(folder, LockName);
                if (File.Exists(path))
                {
                    using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                }
                else if (DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) < Grace)
                {
                    continue;
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }
}
