using System.Globalization;
using System.Net;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Writes HTML; every text is escaped here and nowhere else.</summary>
internal sealed class Html(TextWriter target)
{
    private readonly List<DataTable> _tables = [];

    /// <summary>The tables written so far, so that other kinds of paper show the same ones.</summary>
    internal IReadOnlyList<DataTable> Tables => _tables;

    /// <summary>Markup written in this program's source, never data.</summary>
    internal Html Raw(string markup)
    {
        target.Write(markup);
        return this;
    }

    internal Html Text(string? text)
    {
        target.Write(WebUtility.HtmlEncode(text));
        return this;
    }

    internal Html Element(string tag, string? text, string attributes = "") =>
        Raw(attributes.Length == 0 ? $"<{tag}>" : $"<{tag} {attributes}>").Text(text).Raw($"</{tag}>");

    /// <summary>A table that scrolls within itself and can be copied; the first column heads its row.</summary>
    internal void Table(string id, string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        DataTable table = new(id, caption, head, [.. rows]);
        _tables.Add(table);
        Raw("<figure class=\"table\"><figcaption>").Text(caption)
            .Raw($" <button type=\"button\" class=\"copy\" data-copy=\"{id}\">Copy</button></figcaption>")
            .Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{WebUtility.HtmlEncode(caption)}\"><table id=\"{id}\"><thead><tr>");
        foreach (string cell in head)
        {
            Element("th", cell, "scope=\"col\"");
        }

        Raw("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Raw("<tr>").Element("th", row[0], "scope=\"row\"");
            foreach (string cell in row.Skip(1))
            {
                Element("td", cell, IsNumber(cell) ? "class=\"n\"" : "");
            }

            Raw("</tr>\n");
        }

        Raw("</tbody></table></div></figure>\n");
    }

    /// <summary>Whether a cell is set to the right.</summary>
    internal static bool IsNumber(string cell) =>
        cell == Figures.Unknown || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
