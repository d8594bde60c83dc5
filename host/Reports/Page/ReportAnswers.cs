namespace VoxelDose.Host.Reports.Page;

/// <summary>The three answers on the page.</summary>
internal static class ReportAnswers
{
    internal static void Write(Html html, ResultsDocument document)
    {
        html.Raw("<section class=\"answers\" aria-label=\"In short\">\n");
        foreach (Answer answer in Answers.Of(document))
        {
            html.Raw("<article>").Element("h2", answer.Question);
            if (answer.Headline is { } headline)
            {
                html.Element("p", headline, "class=\"big\"");
            }

            if (answer.Table is { } table)
            {
                Rows(html, table);
            }

            foreach (string line in answer.Lines)
            {
                html.Element("p", line);
            }

            html.Raw("<ul class=\"checks\">");
            foreach (AnswerCheck check in answer.Checks)
            {
                html.Element("li", check.Text, $"class=\"{check.Severity switch { "error" => "bad", "warning" => "mind", _ => "" }}\"");
            }

            html.Raw("</ul></article>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Rows(Html html, AnswerTable table)
    {
        html.Raw("<table><thead><tr><th scope=\"col\"></th>").Element("th", table.Head.First, "scope=\"col\"")
            .Element("th", table.Head.Second, "scope=\"col\"").Raw("</tr></thead><tbody>");
        foreach ((string name, string first, string second) in table.Rows)
        {
            html.Raw("<tr>").Element("th", name, "scope=\"row\"").Element("td", first, "class=\"n\"").Element("td", second, "class=\"n\"").Raw("</tr>");
        }

        html.Raw("</tbody></table>").Element("p", table.Note, "class=\"sub\"");
    }
}
