using System.Globalization;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Title and warnings: what a reader has to know first.</summary>
internal static class ReportHead
{
    internal static void Write(Html html, ResultsDocument document)
    {
        html.Raw("<header><div><h1>Absorbed dose report</h1><p class=\"sub\">")
            .Text(SubtitleOf(document))
            .Raw("</p></div><div class=\"tools\"><button type=\"button\" id=\"theme\" aria-pressed=\"false\">Dark</button>")
            .Raw("<button type=\"button\" id=\"print\">Print</button></div></header>\n<main>\n")
            .Raw("<p class=\"note\">Research use. Not a medical device; it informs and does not decide.</p>\n")
            .Raw("<noscript><p class=\"warning\">The pictures and the dose-volume chart need scripts, which are off here. Tables and texts are complete without.</p></noscript>\n");
        if (document.Warnings.Count > 0)
        {
            html.Raw("<p class=\"warning strip\"><a href=\"#warnings\">").Text(Count(document.Warnings.Count)).Raw("</a>: ")
                .Text(string.Join(", ", document.Warnings.GroupBy(warning => warning.Code).Select(group => group.Count() == 1 ? group.Key : $"{group.Key} ({group.Count()})")))
                .Raw("</p>\n");
        }
    }

    /// <summary>The warnings in full; they stand below the answers, which a strip at the top says.</summary>
    internal static void WriteWarnings(Html html, ResultsDocument document)
    {
        if (document.Warnings.Count == 0)
        {
            return;
        }

        html.Raw("<section class=\"warnings\" id=\"warnings\" aria-label=\"Warnings\"><h2>").Text(Count(document.Warnings.Count)).Raw("</h2><ul>\n");
        foreach (Warning warning in document.Warnings)
        {
            html.Raw("<li><code>").Text(warning.Code).Raw("</code> ").Text(warning.Message).Raw("</li>\n");
        }

        html.Raw("</ul></section>\n");
    }

    /// <summary>Label, nuclide, kind of image, time and program, in a line.</summary>
    internal static string SubtitleOf(ResultsDocument document) => string.Join(" · ", new[]
    {
        document.Options.GetValueOrDefault("label") as string,
        document.Quantification.Nuclide,
        Modality(document.Quantification.Modality),
        document.StartedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        $"VoxelDose {document.Software.Version}",
    }.Where(part => !string.IsNullOrEmpty(part)));

    internal static string Count(int warnings) => warnings == 1 ? "1 warning" : $"{warnings} warnings";

    private static string Modality(string modality) => modality switch
    {
        "y90-pet" => "90Y PET",
        "y90-spect" => "90Y SPECT",
        "ho166-spect" => "166Ho SPECT",
        "p32-spect" => "32P SPECT",
        "tc99m-maa-spect" => "99mTc-MAA SPECT (predicted dose)",
        _ => modality,
    };
}
