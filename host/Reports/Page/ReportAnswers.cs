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

        Rows(html, tumours, document, d => $"95 % of it ≥ {Figures.Of(d.D95Gy)} Gy");
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

        Rows(html, normal, document, d => $"half of it ≥ {Figures.Of(d.D50Gy)} Gy");
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

    private static void Rows(Html html, List<StructureResult> structures, ResultsDocument document, Func<DoseStatistics, string> more)
    {
        string? method = document.Methods.Count > 0 ? document.Methods[^1].Id : null;
        html.Raw("<dl>");
        foreach (StructureResult structure in structures)
        {
            if (method is not null && structure.Dose.TryGetValue(method, out DoseStatistics? dose))
            {
                html.Element("dt", structure.Derived ? structure.Name + " (derived)" : structure.Name).Raw("<dd><strong>")
                    .Text($"{Figures.Of(dose.MeanGy)} Gy").Raw("</strong> mean, ").Text(more(dose)).Raw("</dd>");
            }
        }

        html.Raw("</dl>");
        if (structures.Count > 0 && method is not null)
        {
            html.Element("p", $"{MethodNames.Of(method)}; all methods are in the tables.", "class=\"sub\"");
        }
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
