using SkiaSharp;
using VoxelDose.Host.Reports.Drawing;
using VoxelDose.Host.Reports.Page;

namespace VoxelDose.Host.Reports.Paper;

/// <summary>A table on paper: numbers to the right and unbroken, words wrapped, the head again on each page.</summary>
internal static class PaperTable
{
    private const float Pad = 6;

    /// <summary>Words longer than this may be broken, points.</summary>
    private const float LongestWord = 140;

    private static readonly float[] Sizes = [7.5f, 7, 6.5f, 6, 5.5f];

    internal static void Draw(PaperFlow flow, DataTable table)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        (float size, float[] widths) = Fit(flow.Text, table);
        float line = size * 1.3f;
        List<string>[] head = Wrapped(flow.Text, table.Head, widths, size);
        float headHeight = (head.Max(cell => cell.Count) * line) + 5;
        flow.Need(18 + headHeight + (3 * line));
        flow.Skip(6);
        flow.Text.Draw(flow.Canvas, table.Caption, PaperFlow.Left, flow.Y + 9, 8.5f, PaperFlow.Ink, bold: true);
        flow.Skip(14);
        bool[] right = [.. table.Head.Select((_, c) => c > 0 && table.Rows.All(row => row[c].Length == 0 || Html.IsNumber(row[c])))];
        Lines(flow, head, widths, right, headHeight, size, PaperFlow.Soft);
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            List<string>[] cells = Wrapped(flow.Text, row, widths, size);
            int count = cells.Max(cell => cell.Count);
            for (int done = 0; done < count;)
            {
                float room = flow.Room - 4;
                bool whole = (count - done) * line <= room;
                if (!whole && (done == 0 || room < line) && room < PaperFlow.Capacity - headHeight - 8)
                {
                    flow.Need(PaperFlow.Capacity);
                    Lines(flow, head, widths, right, headHeight, size, PaperFlow.Soft);
                    continue;
                }

                int now = whole ? count - done : Math.Max(1, (int)(room / line));
                Lines(flow, [.. cells.Select(cell => cell.Skip(done).Take(now).ToList())], widths, right, (now * line) + 3, size, PaperFlow.Ink);
                done += now;
            }
        }

        flow.Skip(6);
    }

    private static void Lines(PaperFlow flow, List<string>[] cells, float[] widths, bool[] right, float height, float size, SKColor color)
    {
        float x = PaperFlow.Left;
        for (int c = 0; c < cells.Length; c++)
        {
            for (int n = 0; n < cells[c].Count; n++)
            {
                float y = flow.Y + 1 + size + (n * size * 1.3f);
                flow.Text.Draw(flow.Canvas, cells[c][n], right[c] ? x + widths[c] - Pad : x, y, size, color, right[c] ? 1 : 0);
            }

            x += widths[c];
        }

        using SKPaint rule = new() { Color = PaperFlow.Line, StrokeWidth = 0.5f, IsStroke = true, IsAntialias = true };
        flow.Canvas.DrawLine(PaperFlow.Left, flow.Y + height - 0.5f, PaperFlow.Left + widths.Sum(), flow.Y + height - 0.5f, rule);
        flow.Skip(height);
    }

    private static List<string>[] Wrapped(FigureText text, IReadOnlyList<string> row, float[] widths, float size) =>
        [.. row.Select((cell, c) => text.Wrap(cell, size, widths[c] - Pad + 0.01f).ToList())];

    /// <summary>The largest size at which every number and word of usual length stays whole, and the columns' widths at it.</summary>
    private static (float Size, float[] Widths) Fit(FigureText text, DataTable table)
    {
        int columns = table.Head.Count;
        foreach (float size in Sizes)
        {
            var least = new float[columns];
            var wish = new float[columns];
            for (int c = 0; c < columns; c++)
            {
                foreach (string cell in table.Rows.Select(row => row[c]).Append(table.Head[c]))
                {
                    float whole = text.Width(cell, size) + Pad;
                    wish[c] = Math.Max(wish[c], whole);
                    least[c] = Math.Max(least[c], cell.Split(' ').Max(word => Math.Min(LongestWord, text.Width(word, size) + Pad)));
                }
            }

            float spare = PaperFlow.Width - least.Sum();
            if (spare >= 0 || size == Sizes[^1])
            {
                float wanted = wish.Zip(least, (w, l) => Math.Max(0, w - l)).Sum();
                float share = spare < 0 ? 0 : Math.Min(1, spare / Math.Max(1e-3f, wanted));
                float shrink = spare < 0 ? PaperFlow.Width / least.Sum() : 1;
                return (size, [.. least.Select((l, c) => shrink * (l + (share * Math.Max(0, wish[c] - l))))]);
            }
        }

        throw new InvalidOperationException("a table has no size");
    }
}
