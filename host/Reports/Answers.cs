using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Reports;

/// <summary>The three answers: was the tumour covered, was the liver spared, can it be trusted.</summary>
internal static class Answers
{
    private static readonly string[] DoseWords = ["tumor", "liver", "lung"];

    internal static IReadOnlyList<Answer> Of(ResultsDocument document) => [Tumours(document), Liver(document), Trust(document)];

    private static Answer Tumours(ResultsDocument document)
    {
        StructureResult[] tumours = [.. document.Structures.Where(s => s.Role == StructureRole.Tumor)];
        (string? headline, AnswerTable? table) = Rows(tumours, document, "95 % receive at least, Gy", d => d.D95Gy);
        return new(
            "Was the tumour covered?",
            tumours.Length == 0 ? "No structure has the role tumor, so nothing can be said." : headline, table, [], Checks(document, "tumor"));
    }

    private static Answer Liver(ResultsDocument document)
    {
        StructureResult[] normal = [.. document.Structures.Where(s => s.Role == StructureRole.NormalLiver)];
        (string? headline, AnswerTable? table) = Rows(normal, document, "Half receives at least, Gy", d => d.D50Gy);
        string lung = document.Derived.LungDoseGy is { } gy
            ? $"Lung, from the shunt: {Figures.Of(gy)} Gy mean for {Figures.Of(document.Derived.LungMassKg)} kg."
            : "Lung dose unknown: no lung shunt fraction was given.";
        return new(
            "Was the liver spared?",
            normal.Length == 0 ? "No structure has the role liver or normal-liver, so nothing can be said." : headline, table, [lung],
            Checks(document, "liver", "lung"));
    }

    private static Answer Trust(ResultsDocument document)
    {
        QuantificationResult q = document.Quantification;
        int flagged = document.Structures.Count(s => s.Flags.Count > 0);
        return new(
            "Can I trust it?",
            q.BalanceFraction is { } balance ? $"{Figures.Percent(balance)} % of the net activity is in the image" : "The activity balance is unknown",
            null,
            [
                q.BalanceFraction is null
                    ? $"No administered activity was given; the image holds {Figures.Of(q.ActivityInFieldOfViewMBq)} MBq."
                    : $"{Figures.Of(q.ActivityInFieldOfViewMBq)} MBq found of {Figures.Of(q.NetMBq)} MBq ({q.Calibration} calibration).",
                Uncertainty(document),
                flagged == 0 ? "No structure is flagged." : $"{flagged} of {document.Structures.Count} structures carry flags; see the table.",
            ],
            Checks(document));
    }

    private static string Uncertainty(ResultsDocument document)
    {
        List<double> relative = [.. document.Structures.Where(s => s.Role == StructureRole.Tumor).SelectMany(s => s.Dose.Values)
            .Where(d => d.MeanUncertaintyGy is not null && d.MeanGy > 0).Select(d => d.MeanUncertaintyGy!.Value / d.MeanGy!.Value)];
        return relative.Count == 0
            ? "The uncertainty of the means was not estimated."
            : $"Standard uncertainty of tumour means: {Figures.Percent(relative.Min())} to {Figures.Percent(relative.Max())} %.";
    }

    private static (string? Headline, AnswerTable? Table) Rows(
        IReadOnlyList<StructureResult> structures, ResultsDocument document, string second, Func<DoseStatistics, double?> value)
    {
        string? method = document.Methods.Count > 0 ? document.Methods[^1].Id : null;
        List<(StructureResult Structure, DoseStatistics Dose)> known =
            [.. structures.Where(s => method is not null && s.Dose.ContainsKey(method)).Select(s => (s, s.Dose[method!]))];
        if (known.Count == 0)
        {
            return (null, null);
        }

        List<double> means = [.. known.Where(k => !k.Structure.Derived || known.Count == 1).Select(k => k.Dose.MeanGy).OfType<double>()];
        string? headline = means.Count switch
        {
            0 => null,
            1 => $"{Figures.Of(means[0])} Gy mean",
            _ => $"{Figures.Of(means.Min())} to {Figures.Of(means.Max())} Gy mean in {means.Count}",
        };
        return (headline, new(
            ("Mean, Gy", second),
            [.. known.Select(k => (StructureLabel.Of(k.Structure.Name, k.Structure.Derived), Figures.Of(k.Dose.MeanGy), Figures.Of(value(k.Dose))))],
            $"{MethodNames.Of(method!)}; all methods are in the tables."));
    }

    // One line for each limit, however many structures are held against it.
    private static List<AnswerCheck> Checks(ResultsDocument document, params string[] words) =>
    [
        .. document.Checks
            .Where(check => words.Length == 0 ? !Names(check, DoseWords) : Names(check, words))
            .GroupBy(check => (check.Code, check.Limit, check.Unit, check.Source))
            .Select(limit =>
            {
                Check[] known = [.. limit.Where(check => check.Value is not null)];
                int broken = known.Count(check => check.Severity != "info");
                string severity = known.Any(check => check.Severity == "error") ? "error" : broken > 0 ? "warning" : "info";
                return known.Length switch
                {
                    0 => new AnswerCheck($"{limit.Key.Code}: not known", severity),
                    1 => new(known[0].Message, severity),
                    _ => new($"{limit.Key.Code}, limit {Figures.Of(limit.Key.Limit)} {limit.Key.Unit}: kept by {known.Length - broken} of {known.Length}", severity),
                };
            }),
    ];

    private static bool Names(Check check, string[] words) => words.Any(word => check.Code.Contains(word, StringComparison.Ordinal));
}
