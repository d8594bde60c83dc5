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
        return full.StartsWith(inside, StringComparison.Ordinal)
            ? full
            : throw InputError.Of(headerPath, field, name, Rule, "move the data beside the header");
    }
}
