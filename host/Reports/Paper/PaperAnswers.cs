using SkiaSharp;

namespace VoxelDose.Host.Reports.Paper;

/// <summary>The three answers, side by side where they fit, else one below the other.</summary>
internal static class PaperAnswers
{
    private const float Gap = 9;

    private const float Inset = 9;

    private const float Size = 8;

    private const float LineHeight = 10.5f;

    /// <summary>Share of a page that a column may take.</summary>
    private const float TallestShare = 0.7f;

    private static readonly SKColor Card = new(0xf6, 0xf8, 0xfa);

    private static readonly SKColor Mind = new(0x9a, 0x67, 0x00);

    private static readonly SKColor Bad = new(0xa4, 0x0e, 0x26);

    internal static void Draw(PaperFlow flow, IReadOnlyList<Answer> answers)
    {
        float column = (PaperFlow.Width - ((answers.Count - 1) * Gap)) / answers.Count;
        float[] heights = [.. answers.Select(answer => One(flow, null, answer, 0, 0, column))];
        if (heights.Max() <= TallestShare * PaperFlow.Capacity)
        {
            flow.Block(heights.Max(), (canvas, box) =>
            {
                for (int n = 0; n < answers.Count; n++)
                {
                    float left = box.Left + (n * (column + Gap));
                    Frame(canvas, SKRect.Create(left, box.Top, column, box.Height));
                    One(flow, canvas, answers[n], left, box.Top, column);
                }
            });
            return;
        }

        foreach (Answer answer in answers)
        {
            Long(flow, answer);
        }
    }

    /// <summary>Draws an answer, or only measures it where there is no canvas; returns its height.</summary>
    private static float One(PaperFlow flow, SKCanvas? canvas, Answer answer, float left, float top, float column)
    {
        float width = column - (2 * Inset);
        float x = left + Inset;
        float y = top + Inset;

        void Write(string text, float size, SKColor color, bool bold = false, float indent = 0)
        {
            foreach (string line in flow.Text.Wrap(text, size, width - indent))
            {
                if (canvas is not null)
                {
                    flow.Text.Draw(canvas, line, x + indent, y + size, size, color, bold: bold);
                }

                y += size * 1.32f;
            }
        }

        Write(answer.Question, 10, PaperFlow.Ink, bold: true);
        y += 2;
        if (answer.Headline is { } headline)
        {
            Write(headline, 9.5f, PaperFlow.Ink, bold: true);
            y += 2;
        }

        if (answer.Table is { } table)
        {
            y = Rows(flow, canvas, table, x, y, width);
            Write(table.Note, 7, PaperFlow.Soft);
        }

        foreach (string line in answer.Lines)
        {
            Write(line, Size, PaperFlow.Ink);
        }

        foreach (AnswerCheck check in answer.Checks)
        {
            y += 3;
            float from = y;
            Write(check.Text, 7, PaperFlow.Ink, indent: 6);
            if (canvas is not null)
            {
                using SKPaint bar = new() { Color = ColorOf(check.Severity), IsAntialias = true };
                canvas.DrawRect(x, from + 0.5f, 2.5f, y - from, bar);
            }
        }

        return y + Inset - top;
    }

    private static float Rows(PaperFlow flow, SKCanvas? canvas, AnswerTable table, float x, float y, float width)
    {
        const float number = 42;
        float name = width - (2 * number);
        List<string>[] head = [[], [.. flow.Text.Wrap(table.Head.First, 6.5f, number - 4)], [.. flow.Text.Wrap(table.Head.Second, 6.5f, number - 4)]];
        float headHeight = 8.5f * head.Max(cell => cell.Count);
        for (int c = 1; canvas is not null && c < 3; c++)
        {
            for (int n = 0; n < head[c].Count; n++)
            {
                flow.Text.Draw(canvas, head[c][n], x + name + (c * number), y + 6.5f + (n * 8.5f), 6.5f, PaperFlow.Soft, 1);
            }
        }

        y += headHeight + 2;
        foreach ((string structure, string first, string second) in table.Rows)
        {
            string[] lines = [.. flow.Text.Wrap(structure, Size, name)];
            for (int n = 0; canvas is not null && n < lines.Length; n++)
            {
                flow.Text.Draw(canvas, lines[n], x, y + Size + (n * LineHeight), Size, PaperFlow.Ink);
            }

            if (canvas is not null)
            {
                flow.Text.Draw(canvas, first, x + name + number, y + Size, Size, PaperFlow.Ink, 1);
                flow.Text.Draw(canvas, second, x + name + (2 * number), y + Size, Size, PaperFlow.Ink, 1);
            }

            y += lines.Length * LineHeight;
        }

        return y + 2;
    }

    private static void Long(PaperFlow flow, Answer answer)
    {
        flow.Heading(answer.Question);
        if (answer.Headline is { } headline)
        {
            flow.Paragraph(headline, 10, bold: true);
        }

        if (answer.Table is { } table)
        {
            PaperTable.Draw(flow, new("answer", table.Note, ["Structure", table.Head.First, table.Head.Second],
                [.. table.Rows.Select(row => (IReadOnlyList<string>)[row.Name, row.First, row.Second])]));
        }

        foreach (string line in answer.Lines)
        {
            flow.Paragraph(line);
        }

        foreach (AnswerCheck check in answer.Checks)
        {
            flow.Item(check.Text);
        }
    }

    private static SKColor ColorOf(string severity) => severity switch { "error" => Bad, "warning" => Mind, _ => PaperFlow.Line };

    private static void Frame(SKCanvas canvas, SKRect box)
    {
        using SKPaint fill = new() { Color = Card, IsAntialias = true };
        using SKPaint edge = new() { Color = PaperFlow.Line, IsStroke = true, StrokeWidth = 0.7f, IsAntialias = true };
        canvas.DrawRoundRect(box, 4, 4, fill);
        canvas.DrawRoundRect(box, 4, 4, edge);
    }
}
