namespace VoxelDose.Host.Reports.Page;

/// <summary>The frame of a page that stands without the dose viewer: same look, one file, no network.</summary>
internal static class PlainPage
{
    // Copying a table, the theme and printing: what report.js does for the dose report, without its viewer.
    private const string Script =
        """
        document.querySelectorAll("button.copy").forEach(b => b.addEventListener("click", () => {
          const rows = [...document.getElementById(b.dataset.copy).rows].map(r => [...r.cells].map(c => c.textContent).join("\t"));
          navigator.clipboard?.writeText(rows.join("\n"));
        }));
        document.getElementById("print").addEventListener("click", () => window.print());
        document.getElementById("theme").addEventListener("click", e => {
          const dark = document.documentElement.dataset.theme !== "dark";
          document.documentElement.dataset.theme = dark ? "dark" : "light";
          e.currentTarget.setAttribute("aria-pressed", dark);
        });
        """;

    // Headings wrap, so that tables of short numbers fit the page; pictures side by side, also on paper, and never wider than the page.
    private const string Style =
        """
        @media screen { thead th { white-space: normal; vertical-align: bottom; } main th, main td { padding: 3px 8px; } }
        main svg { max-width: 100%; height: auto; display: block; }
        main figure { margin: 0; }
        .side { display: flex; flex-wrap: wrap; gap: 12px; margin-bottom: 12px; }
        .side img { max-width: 100%; border: 1px solid var(--line); display: block; }

        """;

    /// <summary>Writes a page.</summary>
    /// <param name="target">Where to; left open.</param>
    /// <param name="title">Title.</param>
    /// <param name="subtitle">Line below it.</param>
    /// <param name="body">Writes what stands between.</param>
    internal static void Write(TextWriter target, string title, string subtitle, Action<Html> body)
    {
        var html = new Html(target);
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\">").Element("title", $"VoxelDose {title}")
            .Raw("\n<style>").Raw(ReportWriter.Asset("report.css")).Raw(ReportPalette.Css()).Raw(Style).Raw("</style></head>\n<body>\n<header><div>")
            .Element("h1", title).Element("p", $"{subtitle} · VoxelDose", "class=\"sub\"")
            .Raw("</div><div class=\"tools\"><button type=\"button\" id=\"theme\" aria-pressed=\"false\">Dark</button>")
            .Raw("<button type=\"button\" id=\"print\">Print</button></div></header>\n<main>\n")
            .Raw("<p class=\"note\">Research use. Not a medical device; it informs and does not decide.</p>\n");
        body(html);
        html.Raw("</main>\n<script>").Raw(Script).Raw("</script>\n</body></html>\n");
    }

    /// <summary>A list of codes and messages in the warning frame; nothing where there are none.</summary>
    internal static void Warnings(Html html, string heading, IReadOnlyList<(string Code, string Message)> warnings)
    {
        if (warnings.Count == 0)
        {
            return;
        }

        html.Raw("<section class=\"warnings\">").Element("h2", heading).Raw("<ul>\n");
        foreach ((string code, string message) in warnings)
        {
            html.Raw("<li>").Element("code", code).Raw(" ").Text(message).Raw("</li>\n");
        }

        html.Raw("</ul></section>\n");
    }
}
