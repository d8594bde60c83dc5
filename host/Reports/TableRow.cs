using System.Globalization;
using CsvHelper;

namespace VoxelDose.Host.Reports;

/// <summary>
/// The one way to write a row of a table: numbers in the invariant culture, unknown as an empty cell, and text so that no spreadsheet takes it for a formula. Names come
/// from files of others: one such as =HYPERLINK(...) would run where the table is opened.
/// </summary>
internal static class TableRow
{
    /// <summary>What makes a spreadsheet compute a cell; and the mark itself, so that taking one mark away always gives the text back.</summary>
    private const string Leads = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20'";

    private const char Mark = '\'';

    /// <summary>A writer of rows; it leaves the target open.</summary>
    internal static CsvWriter To(TextWriter target) => CsvWriter.Create(target, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);

    /// <summary>Writes a row.</summary>
    internal static void Write(CsvWriter csv, IEnumerable<object?> cells)
    {
        foreach (object? cell in cells)
        {
            csv.WriteField(cell switch
            {
                string text => Guarded(text),
                bool flag => flag ? "true" : "false",
                _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
            });
        }

        csv.EndRecord();
    }

    /// <summary>The text as it stands in a table: with an apostrophe before it where a spreadsheet would compute it.</summary>
    private static string Guarded(string text) => text.Length > 0 && Leads.Contains(text[0], StringComparison.Ordinal) ? Mark + text : text;
}
