using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Batch;

/// <summary>
/// The output folder of a batch: a folder for each case, the cohort's files, and a hidden folder with what the batch itself has to remember. Nothing
/// in it can block a later run: whatever a killed process leaves is either whole or recognisably partial.
/// </summary>
internal sealed class BatchFolder : IDisposable
{
    internal const string CohortCsv = "cohort.csv";
    internal const string CohortParquet = "cohort.parquet";
    internal const string FailuresCsv = "failures.csv";
    internal const string SummaryJson = "cohort-summary.json";
    private const string StateName = ".batch";
    private const string FailureSuffix = ".json";
    private const string PartialSuffix = ".partial";
    private static readonly string[] CohortFiles = [CohortCsv, CohortParquet, FailuresCsv, SummaryJson];
    private FileStream? _presence;

    private BatchFolder(string root) => Root = root;

    internal string Root { get; }

    /// <summary>Where logs of a scheduler go.</summary>
    internal string Logs => Path.Combine(State, "logs");

    private string State => Path.Combine(Root, StateName);

    private string Failures => Path.Combine(State, "failures");

    internal static bool IsReservedName(string id) => CohortFiles.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens the folder.</summary>
    /// <param name="path">Where it is or shall be.</param>
    /// <param name="mayContinue">Whether results of a batch may be there already.</param>
    /// <exception cref="InvalidInputException">There is something else, or results that nobody said may be continued, or the folder cannot be made.</exception>
    internal static BatchFolder Open(string path, bool mayContinue)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(root))
        {
            throw new InvalidInputException($"--out {path}: a file of that name exists; name a folder");
        }

        var folder = new BatchFolder(root);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any(entry => entry != folder.State))
        {
            if (!Directory.Exists(folder.State))
            {
                throw new InvalidInputException($"--out {path}: the folder is not empty and holds no batch; name another");
            }

            if (!mayContinue)
            {
                throw new InvalidInputException(
                    $"--out {path}: a batch is there already; --resume goes on with it and keeps what is still right, --overwrite does every case again");
            }
        }

        try
        {
            Directory.CreateDirectory(folder.Failures);
            Directory.CreateDirectory(folder.Logs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--out {path}: the folder cannot be made: {e.Message}", e);
        }

        return folder;
    }

    internal string CaseFolder(string id) => Path.Combine(Root, id);

    internal string FailureFile(string id) => Path.Combine(Failures, id + FailureSuffix);

    internal string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>
    /// Removes what processes that were killed left unfinished, unless another batch process is at work in the folder: then it stays until the next
    /// run. A held lock keeps nobody waiting, and the system gives it up with the process.
    /// </summary>
    /// <param name="ids">Cases of this process.</param>
    /// <returns>How many unfinished folders and files were removed.</returns>
    internal int RemoveLeftovers(IEnumerable<string> ids)
    {
        string presence = Path.Combine(State, "presence");
        int removed = 0;
        try
        {
            using (new FileStream(presence, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                removed = Remove(ids);
            }
        }
        catch (IOException)
        {
            // Another process is here.
        }

        try
        {
            _presence = new(presence, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        catch (IOException)
        {
            // Another process looks for leftovers at this moment; what this one leaves is then not protected, and needs not be.
        }

        return removed;
    }

    /// <summary>Removes the cohort's files: from now on they would tell of results that are no more.</summary>
    internal void RemoveCohort()
    {
        foreach (string file in CohortFiles)
        {
            File.Delete(PathOf(file));
        }
    }

    /// <summary>Removes the results of a case.</summary>
    internal void RemoveCase(string id)
    {
        string folder = CaseFolder(id);
        if (Directory.Exists(folder))
        {
            // A deletion that is cut short must not leave half of the results under their name.
            string doomed = Path.Combine(Root, $".{id}.{Guid.NewGuid():N}{PartialSuffix}");
            Directory.Move(folder, doomed);
            Directory.Delete(doomed, recursive: true);
        }
    }

    /// <summary>Folders of cases that the manifest does not name.</summary>
    internal IReadOnlyList<string> Strangers(IEnumerable<string> ids)
    {
        var known = ids.ToHashSet(StringComparer.Ordinal);
        return [.. Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.') && !known.Contains(name) && File.Exists(Path.Combine(Root, name, CaseStamp.FileName)))
            .Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _presence?.Dispose();

    private int Remove(IEnumerable<string> ids)
    {
        var known = ids.ToHashSet(StringComparer.Ordinal);
        int removed = 0;
        foreach (FileSystemInfo entry in new DirectoryInfo(Root).EnumerateFileSystemInfos().Concat(new DirectoryInfo(Failures).EnumerateFileSystemInfos()))
        {
            // .NAME.GUID.partial and .NAME.GUID.partial.replaced, as OutputFolder and AtomicFile name them.
            int suffix = entry.Name.IndexOf(PartialSuffix, StringComparison.Ordinal);
            int guid = suffix < 1 ? -1 : entry.Name.LastIndexOf('.', suffix - 1);
            if (guid < 1 || entry.Name[0] != '.' || !IsOwn(entry.Name[1..guid]))
            {
                continue;
            }

            removed++;
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }

        return removed;

        bool IsOwn(string name) =>
            known.Contains(name) || CohortFiles.Contains(name) || (name.EndsWith(FailureSuffix, StringComparison.Ordinal) && known.Contains(name[..^FailureSuffix.Length]));
    }
}
