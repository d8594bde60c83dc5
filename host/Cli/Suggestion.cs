using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Cli;

/// <summary>What a misspelt word of the command line probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The candidate nearest by edit distance, where it is near enough to be meant; else null.</summary>
    internal static string? For(string word, IEnumerable<string> candidates) => NearestName.Of(word, candidates);

    /// <summary>" Did you mean 'x'?" or nothing.</summary>
    internal static string Hint(string word, IEnumerable<string> candidates) => NearestName.Hint(word, candidates);
}
