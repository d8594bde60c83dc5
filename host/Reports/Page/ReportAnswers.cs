using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Reports.Page;

/// <summary>The three answers: was the tumour covered, was the liver spared, can it be trusted.</summary>
internal static class ReportAnswers
{
    private static readonly string[] DoseWords = ["tumor", "liver", "lung"];

    internal static void Write(Html html, ResultsDocument document)
    {
        html.Raw("<section class=\"answers\" aria-label=\"In short\">\n");
        Tumours(html, document);
        Liver(html, document);
        Trust(html, document);
        html.Raw("</section>\n");
    }

    private static void Tumours(Html html, ResultsDocument document)
    {
        Open(html, "Was the tumour covered?");
        List<StructureResult> tumours = [.. document.Structures.Where(s => s.Role == StructureRole.Tumor)];
        if (tumours.Count == 0)
        {
            html.Element("p", "No structure has the role tumor, so nothing can be said.", "class=\"big\"");
        }

        Rows(html, tumours, document, "95 % receive at least", d => d.D95Gy);
        Close(html, document, "tumor");
    }

    private static void Liver(Html html, ResultsDocument document)
    {
        Open(html, "Was the liver spared?");
        List<StructureResult> normal = [.. document.Structures.Where(s => s.Role == StructureRole.NormalLiver)];
        if (normal.Count == 0)
        {
            html.Element("p", "No structure has the role liver or normal-liver, so nothing can be said.", "class=\"big\"");
        }

        Rows(html, normal, document, "Half receives at least", d => d.D50Gy);
        html.Raw("<p>").Text(document.Derived.LungDoseGy is { } lung
            ? $"Lung, from the shunt: {Figures.Of(lung)} Gy mean for {Figures.Of(document.Derived.LungMassKg)} kg."
            : "Lung dose unknown: no lung shunt fraction was given.").Raw("</p>");
        Close(html, document, "liver", "lung");
    }

    private static void Trust(Html html, ResultsDocument document)
    {
        QuantificationResult q = document.Quantification;
        Open(html, "Can I trust it?");
        html.Raw("<p class=\"big\">").Text(q.BalanceFraction is { } balance
            ? $"{Figures.Percent(balance)} % of the net activity is in the image"
            : "The activity balance is unknown").Raw("</p><p>").Text(q.BalanceFraction is null
            ? $"No administered activity was given; the image holds {Figures.Of(q.ActivityInFieldOfViewMBq)} MBq."
            : $"{Figures.Of(q.ActivityInFieldOfViewMBq)} MBq found of {Figures.Of(q.NetMBq)} MBq ({q.Calibration} calibration).").Raw("</p>");
        html.Element("p", Uncertainty(document));
        int flagged = document.Structures.Count(s => s.Flags.Count > 0);
        html.Element("p", flagged == 0 ? "No structure is flagged." : $"{flagged} of {document.Structures.Count} structures carry flags; see the table.");
        Close(html, document);
    }

    private static string Uncertainty(ResultsDocument document)
    {
        List<double> relative = [.. document.Structures.Where(s => s.Role == StructureRole.Tumor).SelectMany(s => s.Dose.Values)
            .Where(d => d.MeanUncertaintyGy is not null && d.MeanGy > 0).Select(d => d.MeanUncertaintyGy!.Value / d.MeanGy!.Value)];
        return relative.Count == 0
            ? "The uncertainty of the means was not estimated."
            : $"Standard uncertainty of tumour means: {Figures.Percent(relative.Min())} to {Figures.Percent(relative.Max())} %.";
    }

    private static void Rows(Html html, List<StructureResult> structures, ResultsDocument document, string head, Func<DoseStatistics, double?> second)
    {
        string? method = document.Methods.Count > 0 ? document.Methods[^1].Id : null;
        List<(StructureResult Structure, DoseStatistics Dose)> known =
            [.. structures.Where(s => method is not null && s.Dose.ContainsKey(method)).Select(s => (s, s.Dose[method!]))];
        if (known.Count == 0)
        {
            return;
        }

        List<double> means = [.. known.Where(k => !k.Structure.Derived || known.Count == 1).Select(k => k.Dose.MeanGy).OfType<double>()];
        if (means.Count > 0)
        {
            html.Element("p", means.Count == 1 ? $"{Figures.Of(means[0])} Gy mean" : $"{Figures.Of(means.Min())} to {Figures.Of(means.Max())} Gy mean in {means.Count}", "class=\"big\"");
        }

        html.Raw("<table><thead><tr><th scope=\"col\"></th><th scope=\"col\">Mean, Gy</th>").Element("th", head + ", Gy", "scope=\"col\"").Raw("</tr></thead><tbody>");
        foreach ((StructureResult structure, DoseStatistics dose) in known)
        {
            html.Raw("<tr>").Element("th", StructureLabel.Of(structure.Name, structure.Derived), "scope=\"row\"")
                .Element("td", Figures.Of(dose.MeanGy), "class=\"n\"").Element("td", Figures.Of(second(dose)), "class=\"n\"").Raw("</tr>");
        }

        html.Raw("</tbody></table>");
        html.Element("p", $"{MethodNames.Of(method!)}; all methods are in the tables.", "class=\"sub\"");
    }

    private static void Open(Html html, string question) => html.Raw("<article>").Element("h2", question);

    // One line for each limit, however many structures are held against it.
    private static void Close(Html html, ResultsDocument document, params string[] words)
    {
        html.Raw("<ul class=\"checks\">");
        foreach (IGrouping<(string, double?, string?, string?), Check> limit in document.Checks
            .Where(check => words.Length == 0 ? !Names(check, DoseWords) : Names(check, words))
            .GroupBy(check => (check.Code, check.Limit, check.Unit, check.Source)))
        {
            Check[] known = [.. limit.Where(check => check.Value is not null)];
            int broken = known.Count(check => check.Severity != "info");
            bool isError = known.Any(check => check.Severity == "error");
            (string style, string text) = known.Length switch
            {
                0 => ("", $"{limit.First().Code}: not known"),
                1 => (broken == 0 ? "" : "mind", known[0].Message),
                _ => (broken == 0 ? "" : "mind", $"{limit.First().Code}, limit {Figures.Of(limit.First().Limit)} {limit.First().Unit}: kept by {known.Length - broken} of {known.Length}"),
            };
            html.Raw($"<li class=\"{(isError ? "bad" : style)}\">").Text(text).Raw("</li>");
        }

        html.Raw("</ul></article>\n");
    }

    private static bool Names(Check check, string[] words) => words.Any(word => check.Code.Contains(word, StringComparison.Ordinal));
}
