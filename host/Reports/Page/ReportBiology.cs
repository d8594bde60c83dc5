using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Treatments summed in BED, and what outcome models say; nothing where neither was asked for.</summary>
internal static class ReportBiology
{
    internal static void Write(Html html, ResultsDocument document)
    {
        List<IReadOnlyList<string>> sums = [.. Doses(document).Where(d => d.Dose.Cumulative is not null).Select(d => Row(d.Structure, d.Method, d.Dose.Cumulative!))];
        if (sums.Count > 0)
        {
            html.Table("t-cumulative", "All treatments together, BED in Gy (a lower bound where an earlier dose is not known everywhere)",
                ["Structure", "Method", "Mean BED", "Mean EQD2", "D95", "D50", "D5", "Complete", "Earlier: mean BED (known in)"], sums);
        }

        List<IReadOnlyList<string>> outcomes = [.. Doses(document).SelectMany(d => d.Dose.Outcomes.Select(o => (IReadOnlyList<string>)
            [d.Structure, d.Method, o.Model, o.Endpoint, $"{o.Disease}; {o.Device}", $"{o.Metric} {Figures.Of(o.DoseGy)}", Figures.Of(o.D50Gy), Figures.Percent(o.Probability), o.Note ?? "", o.Source]))];
        if (outcomes.Count > 0)
        {
            html.Table("t-outcome", "Outcome models asked for: whether they fit this case is the reader's to judge",
                ["Structure", "Method", "Model", "Endpoint", "Fitted to", "Metric, Gy", "50 % at, Gy", "Probability, %", "Note", "Source"], outcomes);
        }
    }

    private static IReadOnlyList<string> Row(string structure, string method, CumulativeDose sum) =>
    [
        structure, method, Figures.Of(sum.BedMeanGy), Figures.Of(sum.Eqd2MeanGy), Figures.Of(sum.BedD95Gy), Figures.Of(sum.BedD50Gy), Figures.Of(sum.BedD5Gy),
        sum.IsComplete ? "yes" : "no",
        string.Join("; ", sum.Earlier.Select(part => $"{part.Label}: {Figures.Of(part.BedMeanGy)} ({Figures.Percent(part.CoveredFraction)} %)")),
    ];

    private static IEnumerable<(string Structure, string Method, DoseStatistics Dose)> Doses(ResultsDocument document) =>
        document.Structures.SelectMany(s => s.Dose.Select(d => (StructureLabel.Of(s.Name, s.Derived), d.Key, d.Value)));
}
