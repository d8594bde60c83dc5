using System.Security.Cryptography;
using System.Text;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch;

/// <summary>Digests that decide whether results are still those of a case.</summary>
internal static class CaseFingerprint
{
    /// <summary>Options that cannot change a result.</summary>
    private static readonly string[] Immaterial = ["overwrite", "threads", "max-memory", "fail-on", .. CaseInputFiles.NoInputs, "server-timeout-s", "max-download-mb"];

    /// <summary>Digest of the options as written: of files their names alone, since their content has digests of its own and may move.</summary>
    internal static string OfOptions(BatchCase item)
    {
        var text = new StringBuilder();
        foreach ((string name, RawValue value) in item.Values.Where(v => !Immaterial.Contains(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            CaseOptionKind kind = DoseOptions.All.Single(o => o.Name == name).Kind;
            foreach (string word in value.Values)
            {
                text.Append(name).Append('=').Append(kind switch
                {
                    CaseOptionKind.Path or CaseOptionKind.NameOrPath => Path.GetFileName(Path.TrimEndingDirectorySeparator(word)),
                    CaseOptionKind.PathPair => $"{word[..word.LastIndexOf('=')]}={Path.GetFileName(word[(word.LastIndexOf('=') + 1)..])}",
                    _ => word,
                }).Append('\n');
            }
        }

        return Sha256(text);
    }

    /// <summary>The stamp of a case as its files are now.</summary>
    /// <param name="item">The case.</param>
    /// <param name="known">Digests of files and folders that were read already, by path as the options name it.</param>
    internal static CaseStamp Stamp(BatchCase item, IReadOnlyDictionary<string, string> known) => new(
        CaseStamp.CurrentSchemaVersion, ProgramFingerprint.Current, OfOptions(item),
        [
            .. CaseInputFiles.Named(item.Values).Select(input =>
            {
                string digest = known.TryGetValue(input.Path, out string? found) ? found : InputHash.Of(input.Option, input.Path);
                return new InputStamp(input.Option, input.Path, digest, OfStat(input.Option, input.Path));
            }),
        ]);

    /// <summary>Why results under a stamp are not those of the case as it stands; null where they are.</summary>
    /// <param name="item">The case.</param>
    /// <param name="stamp">What the results were made from.</param>
    /// <param name="trustsTimes">Whether files whose names, sizes and times are as they were count as unchanged; else every file is read.</param>
    internal static string? Difference(BatchCase item, CaseStamp stamp, bool trustsTimes)
    {
        if (stamp.Program != ProgramFingerprint.Current)
        {
            return "program";
        }

        if (stamp.Options != OfOptions(item))
        {
            return "options";
        }

        (string Option, string Path)[] inputs = [.. CaseInputFiles.Named(item.Values)];
        if (inputs.Length != stamp.Inputs.Count)
        {
            return "options";
        }

        for (int n = 0; n < inputs.Length; n++)
        {
            InputStamp was = stamp.Inputs[n];
            bool isSame = was.Option == inputs[n].Option &&
                ((trustsTimes && was.Stat == OfStat(inputs[n].Option, inputs[n].Path)) || was.Sha256 == InputHash.Of(inputs[n].Option, inputs[n].Path));
            if (!isSame)
            {
                return $"input {inputs[n].Option}";
            }
        }

        return null;
    }

    private static string OfStat(string option, string path) => Sha256(new(InputWatch.StateOf(option, path)));

    private static string Sha256(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
