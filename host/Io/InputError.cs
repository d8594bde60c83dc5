using System.Text;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io;

/// <summary>Words errors about files alike: file, field, value found, value expected, what to do.</summary>
internal static class InputError
{
    private const int LongestQuote = 80;

    internal static InvalidInputException Of(string path, string field, object? found, string expected, string? toDo = null) =>
        new($"{path}: {field} is {Quote(found)}; expected {expected}{(toDo is null ? "" : "; " + toDo)}");

    internal static InvalidInputException Of(string path, string problem, Exception? cause = null) =>
        cause is null ? new($"{path}: {problem}") : new($"{path}: {problem}", cause);

    /// <summary>A value from a file, short and without control characters, since it ends up on a terminal.</summary>
    internal static string Quote(object? found)
    {
        string text = Convert.ToString(found) ?? "";
        if (text.Length == 0)
        {
            return "absent";
        }

        var quoted = new StringBuilder(LongestQuote + 5).Append('\'');
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestQuote)))
        {
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }

        return quoted.Append(text.Length > LongestQuote ? "..." : "").Append('\'').ToString();
    }
}
