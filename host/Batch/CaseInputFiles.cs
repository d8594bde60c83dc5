using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch;

/// <summary>Every file that a case reads, whatever option leads to it.</summary>
internal static class CaseInputFiles
{
    /// <summary>Files that say how to reach inputs, and are none.</summary>
    internal static IReadOnlyList<string> NoInputs { get; } = ["out", "credentials"];

    /// <summary>Options and the files or folders that they name, in a fixed order.</summary>
    internal static IEnumerable<(string Option, string Path)> Named(IReadOnlyDictionary<string, RawValue> values)
    {
        foreach (CaseOption option in DoseOptions.All.Where(option => values.ContainsKey(option.Name) && !NoInputs.Contains(option.Name)))
        {
            foreach (string word in values[option.Name].Values)
            {
                if (option.Kind == CaseOptionKind.Path)
                {
                    yield return (option.Name, word);
                }
                else if (option.Kind == CaseOptionKind.PathPair)
                {
                    yield return ($"{option.Name} {word[..word.LastIndexOf('=')].Trim()}", word[(word.LastIndexOf('=') + 1)..].Trim());
                }
                else if (option.Kind == CaseOptionKind.NameOrPath && !option.Words!.Contains(word))
                {
                    yield return (option.Name, word);
                }
            }
        }
    }
}
