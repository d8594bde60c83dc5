using SkiaSharp;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports.Drawing;
using VoxelDose.Host.Reports.Page;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Paper;

/// <summary>
/// report.pdf: what report.html says, in the order in which a physicist signs it off. Like the page it tells no paths and no identity. The same run gives
/// the same bytes: the file's dates are the run's.
/// </summary>
internal static class PdfReport
{
    /// <summary>Figures are drawn for this width and scaled to the page.</summary>
    private const float FigureWidth = 680;

    private const float DvhHeight = 400;

    private const float HeadingRoom = 30;

    private static readonly string[] First = ["t-structures", "t-dose"];

    private static readonly string[] Trust = ["t-balance", "t-checks"];

    private static readonly string[] Last = ["t-methods", "t-options", "t-inputs"];

    /// <summary>Shown more briefly than on the page.</summary>
    private const string BudgetTable = "t-budget";

    /// <summary>Makes the PDF of a run.</summary>
    /// <param name="document">What results.json says.</param>
    /// <param name="result">Volumes, structures and curves behind it.</param>
    /// <param name="ct">CT in the dose frame, HU; null without one.</param>
    /// <param name="taken">The doses of pictures, where the result has no volumes of them any more.</param>
    internal static byte[] Create(ResultsDocument document, DoseResult result, Volume? ct, DosePictures? taken = null)
    {
        // The tables are those of the page.
        var page = new Html(TextWriter.Null);
        ReportTables.Write(page, document);
        ReportProvenance.Write(page, document);
        IReadOnlyList<DataTable> tables = page.Tables;
        using var flow = new PaperFlow();
        Head(flow, document);
        PaperAnswers.Draw(flow, Answers.Of(document));
        Warnings(flow, document.Warnings);
        flow.Heading("Numbers");
        Tables(flow, tables, First);
        Pictures(flow, result, ct, taken);
        flow.Heading("Checks and balance");
        Tables(flow, tables, Trust);
        flow.Heading("More numbers");
        Tables(flow, tables, [.. tables.Select(table => table.Id).Except([.. First, .. Trust, .. Last, BudgetTable])]);
        Budget(flow, document);
        flow.Heading("How it was computed");
        foreach (string line in ReportProvenance.AssumptionsOf(document))
        {
            flow.Item(line);
        }

        Tables(flow, [.. tables.Select(Given)], Last);
        string[] silent = [.. tables.Where(table => table.Id == "t-options").SelectMany(table => table.Rows).Where(IsSilent).Select(row => row[0])];
        flow.Paragraph($"Not given, so without effect: {string.Join(", ", silent)}.", 7.5f, PaperFlow.Soft);
        flow.Paragraph("Paths of files stand in results.json only: they may name a patient.", 7.5f, PaperFlow.Soft);
        flow.Paragraph(ReportProvenance.MakerOf(document), 7.5f, PaperFlow.Soft);
        if (document.Provenance is { } provenance)
        {
            flow.Paragraph($"results.json resultsSha256 {provenance.ResultsSha256}", 7.5f, PaperFlow.Soft);
        }

        return flow.ToPdf(
            "Absorbed dose report", $"{ReportHead.SubtitleOf(document)} · research use, not a medical device", document.StartedAt.UtcDateTime);
    }

    private static void Head(PaperFlow flow, ResultsDocument document)
    {
        flow.Need(60);
        flow.Text.Draw(flow.Canvas, "Absorbed dose report", PaperFlow.Left, flow.Y + 17, 18, PaperFlow.Ink, bold: true);
        flow.Skip(26);
        flow.Paragraph(ReportHead.SubtitleOf(document), 9.5f, PaperFlow.Soft);
        flow.Paragraph("Research use. Not a medical device; it informs and does not decide. A qualified person checks every number.", 9.5f, bold: true);
        flow.Skip(8);
    }

    private static void Warnings(PaperFlow flow, IReadOnlyList<Warning> warnings)
    {
        if (warnings.Count == 0)
        {
            return;
        }

        flow.Heading(ReportHead.Count(warnings.Count));
        foreach (Warning warning in warnings)
        {
            flow.Item($"{warning.Code}: {warning.Message}");
        }
    }

    private static bool IsSilent(IReadOnlyList<string> row) => row[1] == ReportProvenance.NotGiven;

    /// <summary>Options that were not given fill a line, not a row each.</summary>
    private static DataTable Given(DataTable table) => table.Id == "t-options" ? table with { Rows = [.. table.Rows.Where(row => !IsSilent(row))] } : table;

    // A row for each mean and a column for each part; what the parts rest on is said once.
    private static void Budget(PaperFlow flow, ResultsDocument document)
    {
        var means = document.Structures.SelectMany(s => s.Dose.Where(d => d.Value.MeanUncertaintyParts is { Count: > 0 }).Select(d => (Structure: s, Method: d.Key, Dose: d.Value))).ToList();
        UncertaintyPart[] parts = [.. means.SelectMany(mean => mean.Dose.MeanUncertaintyParts!)];
        string[] names = [.. parts.Select(part => part.Name).Distinct()];
        if (means.Count == 0)
        {
            return;
        }

        PaperTable.Draw(flow, new(BudgetTable, "Standard uncertainty of the means, % of the mean, by its parts", ["Structure", "Method", .. names, "all"],
        [
            .. means.Select(mean => (IReadOnlyList<string>)
            [
                StructureLabel.Of(mean.Structure.Name, mean.Structure.Derived), mean.Method,
                .. names.Select(name => Figures.Percent(mean.Dose.MeanUncertaintyParts!.FirstOrDefault(part => part.Name == name)?.Contribution)),
                Figures.Percent(mean.Dose.MeanUncertaintyGy / mean.Dose.MeanGy),
            ]),
        ]));
        foreach (string name in names)
        {
            string[] bases = [.. parts.Where(part => part.Name == name).Select(part => part.Basis).Distinct()];
            flow.Paragraph($"{name}: {bases[0]}{(bases.Length > 1 ? ", and so for each structure (results.json has them all)" : "")}.", 7.5f, PaperFlow.Soft);
        }
    }

    private static void Tables(PaperFlow flow, IReadOnlyList<DataTable> tables, IReadOnlyList<string> ids)
    {
        foreach (DataTable table in ids.SelectMany(id => tables.Where(table => table.Id == id)))
        {
            PaperTable.Draw(flow, table);
        }
    }

    private static void Pictures(PaperFlow flow, DoseResult result, Volume? ct, DosePictures? taken)
    {
        float scale = PaperFlow.Width / FigureWidth;
        if (result.Dvh.Count > 0)
        {
            flow.Heading("Dose-volume histogram", DvhHeight * scale);
            Scaled(flow, scale, DvhHeight, (canvas, box) => DvhFigure.Draw(canvas, box, result, flow.Text));
        }

        PictureSet set = PictureSet.Sample(result, ct, taken);
        float height = SliceFigure.Height(set, FigureWidth) + 26;
        float room = PaperFlow.Capacity - HeadingRoom;
        float slices = scale * Math.Min(1, room / Math.Max(1, MathF.Round(room / (height * scale))) / (height * scale)); // whole trios fill a page
        bool first = true;
        foreach (PicturePlace place in set.Places)
        {
            if (first)
            {
                flow.Heading("Slices through each tumour and the maximum", height * slices);
                first = false;
            }

            Scaled(flow, slices, height, (canvas, box) =>
            {
                flow.Text.Draw(canvas, $"{place.Name}, {MethodNames.Of(set.Doses[^1].Id)} over {set.Greys[0].Label}", box.Left, box.Top + 12, 12, PaperFlow.Ink, bold: true);
                SliceFigure.Draw(canvas, new(box.Left, box.Top + 18, box.Right, box.Bottom - 4), set, set.Doses[^1], place, flow.Text);
            });
        }
    }

    private static void Scaled(PaperFlow flow, float scale, float height, Action<SKCanvas, SKRect> draw) => flow.Block(height * scale, (canvas, box) =>
    {
        canvas.Save();
        canvas.Translate(box.Left, box.Top);
        canvas.Scale(scale);
        draw(canvas, new(0, 0, FigureWidth, height));
        canvas.Restore();
    });
}
