using System.Globalization;
using System.Text;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Cases;

/// <summary>
/// Sees to it that the hashes of inputs are of the bytes that were read. Hashing and reading are two passes; a file whose size or time of change is another after both than
/// before them may have given different bytes to each, and is refused.
/// </summary>
internal sealed class InputWatch
{
    private readonly (string Role, string Path, string State)[] _inputs;

    private InputWatch((string Role, string Path, string State)[] inputs) => _inputs = inputs;

    /// <summary>Nothing to watch.</summary>
    internal static InputWatch None { get; } = new([]);

    /// <summary>Starts to watch; to be called before anything is read.</summary>
    internal static InputWatch Of(IEnumerable<(string Role, string Path)> inputs) => new([.. inputs.Select(input => (input.Role, input.Path, StateOf(input.Role, input.Path)))]);

    /// <summary>To be called when everything is read and hashed.</summary>
    /// <exception cref="InvalidInputException">An input is not as it was.</exception>
    internal void RequireUnchanged()
    {
        foreach ((string role, string path, string state) in _inputs)
        {
            if (StateOf(role, path) != state)
            {
                throw new InvalidInputException(
                    $"--{role.Split(' ')[0]} {path}: changed while it was being read, so that nobody could tell which content the result belongs to; run again when nothing writes to it");
            }
        }
    }

    /// <summary>Names, sizes and times of all files behind an input, a line each.</summary>
    internal static string StateOf(string role, string path)
    {
        var text = new StringBuilder();
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return "gone";
        }

        foreach (string file in InputFiles.Behind(role, path))
        {
            var info = new FileInfo(file);
            text.Append(CultureInfo.InvariantCulture, $"{info.FullName} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}\n");
        }

        return text.ToString();
    }
}
