using System.Reflection;
using System.Text;
using System.Text.Json;
using VoxelDose.Host.Reports.Page;

namespace VoxelDose.Host.Reports;

/// <summary>report.html: one file that needs neither network nor server.</summary>
internal static class ReportWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the page of a dose run.</summary>
    /// <param name="target">Where to; left open.</param>
    /// <param name="document">What results.json says.</param>
    /// <param name="page">Pictures and curves for the page's script.</param>
    internal static void Write(Stream target, ResultsDocument document, PageData page)
    {
        using var writer = new StreamWriter(target, Utf8, bufferSize: 1 << 16, leaveOpen: true);
        var html = new Html(writer);
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\"><title>VoxelDose report</title>\n<style>")
            .Raw(ReportPalette.Css()).Raw(Asset("report.css")).Raw("</style></head>\n<body>\n");
        ReportHead.Write(html, document);
        ReportAnswers.Write(html, document);
        ReportHead.WriteWarnings(html, document);
        html.Raw(Asset("viewer.html"));
        ReportTables.Write(html, document);
        ReportProvenance.Write(html, document);
        html.Raw("<script type=\"application/json\" id=\"report-data\">");
        writer.Flush();
        JsonSerializer.Serialize(target, page, PageDataContext.Default.PageData);
        html.Raw("</script>\n<script>").Raw(Asset("report.js")).Raw(Asset("dvh.js")).Raw(Asset("slices.js")).Raw("</script>\n</body></html>\n");
    }

    /// <summary>A text that is embedded in the program.</summary>
    internal static string Asset(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name) ??
            throw new InvalidOperationException($"the program was built without its asset '{name}'");
        using var reader = new StreamReader(stream, Utf8);
        return reader.ReadToEnd();
    }
}
