namespace VoxelDose.Host.Io;

/// <summary>Finds the data file that a detached header names. It must lie in the header's folder or below, so that a header from elsewhere cannot reach other files.</summary>
internal static class DetachedData
{
    internal static string Resolve(string headerPath, string field, string name)
    {
        const string Rule = "the name of a file in the header's own folder, or below it";
        if (string.IsNullOrWhiteSpace(name) || name.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(name))
        {
            throw InputError.Of(headerPath, field, name, Rule);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(headerPath)) ?? Path.GetFullPath(headerPath);
        string full = Path.GetFullPath(Path.Combine(folder, name));
        string inside = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return full.StartsWith(inside, StringComparison.Ordinal) && !LeadsOut(folder, full)
            ? full
            : throw InputError.Of(headerPath, field, name, Rule, "move the data beside the header");
    }

    /// <summary>True where a link on the way from the folder to the file leads out of the folder.</summary>
    private static bool LeadsOut(string folder, string full)
    {
        string real = Real(folder);
        string below = Real(full);
        return !below.StartsWith(Path.EndsInDirectorySeparator(real) ? real : real + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>A path with every link in it followed, as far as it exists.</summary>
    private static string Real(string path)
    {
        const int MostLinks = 40; // what Linux follows
        string real = Path.GetPathRoot(path)!;
        var parts = new Stack<string>(path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; parts.TryPop(out string? part);)
        {
            string next = Path.GetFullPath(Path.Combine(real, part));
            if (new FileInfo(next).LinkTarget is { } target && ++links <= MostLinks)
            {
                string led = Path.GetFullPath(Path.Combine(real, target));
                real = Path.GetPathRoot(led)!;
                foreach (string word in led[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    parts.Push(word);
                }
            }
            else
            {
                real = next;
            }
        }

        return real;
    }
}
