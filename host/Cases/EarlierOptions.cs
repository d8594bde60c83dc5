using System.Globalization;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Cases;

/// <summary>The options about treatments before this one.</summary>
internal static class EarlierOptions
{
    internal static IReadOnlyList<CaseOption> All { get; } =
    [
        new("earlier-dose", "LABEL=PATH: an earlier treatment to sum with in BED: the --out folder of its dose run, or its dose volume in Gy; --transform LABEL=FILE places it", CaseOptionKind.PathPair, IsRepeatable: true),
        new("earlier-mean-gy", "LABEL:STRUCTURE=GY: an earlier therapy of which only the mean dose of a structure is known (177Lu, say)", CaseOptionKind.Pair, IsRepeatable: true),
        new("earlier-half-life-h", "LABEL=HOURS: effective half-life of an earlier treatment (default: that of its run)", CaseOptionKind.Pair, IsRepeatable: true),
        new("earlier-lung-gy", "lung dose of all earlier treatments together, Gy, for the limit over all", CaseOptionKind.Number),
    ];

    /// <summary>The treatments in the order of their first mention.</summary>
    internal static IReadOnlyList<EarlierCase> Read(CaseReader reader)
    {
        var treatments = new List<EarlierCase>();
        foreach ((string label, string path) in reader.Pairs("earlier-dose"))
        {
            treatments.Add(treatments.Exists(t => t.Label == label)
                ? throw reader.Fault("earlier-dose", $"one dose for {label}; give each treatment its own label")
                : new(label, path, null, new Dictionary<string, double>()));
        }

        foreach ((string name, string value) in reader.Pairs("earlier-mean-gy"))
        {
            int colon = name.IndexOf(':', StringComparison.Ordinal);
            double gray = Number(value) is >= 0 and var number && colon > 0 && colon < name.Length - 1
                ? number
                : throw reader.Fault("earlier-mean-gy", "LABEL:STRUCTURE=GY with 0 Gy or more, such as \"177Lu:Liver=5.2\"");
            (string label, string structure) = (name[..colon].Trim(), name[(colon + 1)..].Trim());
            int n = treatments.FindIndex(t => t.Label == label);
            if (n >= 0 && treatments[n].Path is not null)
            {
                throw new UsageException($"--earlier-mean-gy {name}: treatment '{label}' has a dose by voxel already (--earlier-dose); give one of the two");
            }

            Dictionary<string, double> means = new(n >= 0 ? treatments[n].MeansGy : new Dictionary<string, double>());
            if (!means.TryAdd(structure, gray))
            {
                throw reader.Fault("earlier-mean-gy", $"one mean dose of {structure} by {label}");
            }

            EarlierCase told = new(label, null, null, means);
            if (n >= 0)
            {
                treatments[n] = told;
            }
            else
            {
                treatments.Add(told);
            }
        }

        foreach ((string label, string value) in reader.Pairs("earlier-half-life-h"))
        {
            int n = treatments.FindIndex(t => t.Label == label);
            treatments[n >= 0 ? n : throw reader.Fault("earlier-half-life-h", $"LABEL=HOURS with the label of an earlier treatment ({Labels(treatments)}).{Suggestion.Hint(label, treatments.Select(t => t.Label))}")] =
                treatments[n] with { HalfLifeH = Number(value) is > 0 and var hours ? hours : throw reader.Fault("earlier-half-life-h", "LABEL=HOURS above 0") };
        }

        // --transform tells inputs by these words.
        if (treatments.Find(t => t.Label is "activity" or "ct" or "structures") is { } taken)
        {
            throw new UsageException($"--earlier-dose {taken.Label}: '{taken.Label}' names another input; give the treatment another label");
        }

        return treatments.Find(t => t is { Path: null, HalfLifeH: null }) is { } lacking
            ? throw new UsageException(
                $"--earlier-half-life-h {lacking.Label}=HOURS is missing: BED of a mean dose needs the effective half-life of that therapy in the tissue, and none is assumed")
            : treatments;
    }

    private static string Labels(List<EarlierCase> treatments) => treatments.Count == 0 ? "none is given" : string.Join(", ", treatments.Select(t => t.Label));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
