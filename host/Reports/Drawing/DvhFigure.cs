using System.Globalization;
using SkiaSharp;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>Cumulative dose-volume histograms: colour is the structure, dash the method.</summary>
internal static class DvhFigure
{
    private const float TextSize = 12;

    private static readonly SKColor Ink = new(0x1b, 0x1f, 0x24);

    private static readonly SKColor Soft = new(0x57, 0x60, 0x6a);

    private static readonly SKColor Faint = new(0xd0, 0xd7, 0xde);

    private static readonly float[][] Dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

    internal static void Draw(SKCanvas canvas, SKRect box, DoseResult result, FigureText text)
    {
        float legend = Legend(canvas, box, result, text);
        var plot = new SKRect(box.Left + 46, box.Top + 8, box.Right - 12, box.Bottom - 42 - legend);
        double high = result.Dvh.Select(Reach).DefaultIfEmpty(1).Max();
        Axes(canvas, plot, high, text);
        canvas.Save();
        canvas.ClipRect(plot);
        string[] names = [.. result.StructureShapes.Select(s => s.Name)];
        string[] methods = [.. result.Methods.Select(m => m.Id)];
        foreach (DvhCurve curve in result.Dvh)
        {
            int structure = Array.IndexOf(names, curve.Structure);
            using SKPaint paint = Stroke(SKColor.Parse(ReportPalette.Of(structure)), 1.6f * WidthOf(structure), Array.IndexOf(methods, curve.Method));
            var path = new SKPoint[curve.DoseGy.Count];
            for (int i = 0; i < path.Length; i++)
            {
                path[i] = new(plot.Left + (float)(curve.DoseGy[i] / high * plot.Width), plot.Bottom - (float)(curve.VolumeFraction[i] * plot.Height));
            }

            using SKPath lines = new();
            lines.AddPoly(path, close: false);
            canvas.DrawPath(lines, paint);
        }

        canvas.Restore();
    }

    /// <summary>The dose beyond which less than half a percent of the volume lies.</summary>
    private static double Reach(DvhCurve curve)
    {
        int last = curve.DoseGy.Count - 1;
        int i = last;
        while (i > 0 && curve.VolumeFraction[i] < 0.005)
        {
            i--;
        }

        return last < 0 ? 0 : curve.DoseGy[Math.Min(i + 1, last)];
    }

    private static void Axes(SKCanvas canvas, SKRect plot, double high, FigureText text)
    {
        using SKPaint grid = Stroke(Faint, 0.8f, 0);
        using SKPaint axis = Stroke(Soft, 1, 0);
        foreach (double dose in AxisTicks.Between(0, high, Math.Max(3, (int)(plot.Width / 80))))
        {
            float x = plot.Left + (float)(dose / high * plot.Width);
            canvas.DrawLine(x, plot.Top, x, plot.Bottom, grid);
            text.Draw(canvas, dose.ToString("G6", CultureInfo.InvariantCulture), x, plot.Bottom + 16, TextSize, Soft, 0.5f);
        }

        for (int percent = 0; percent <= 100; percent += 20)
        {
            float y = plot.Bottom - (percent / 100f * plot.Height);
            canvas.DrawLine(plot.Left, y, plot.Right, y, percent == 0 ? axis : grid);
            text.Draw(canvas, percent.ToString(CultureInfo.InvariantCulture), plot.Left - 6, y + 4, TextSize, Soft, 1);
        }

        text.Draw(canvas, "Absorbed dose, Gy", plot.MidX, plot.Bottom + 34, TextSize, Ink, 0.5f);
        canvas.Save();
        canvas.RotateDegrees(-90, plot.Left - 34, plot.MidY);
        text.Draw(canvas, "Volume, %", plot.Left - 34, plot.MidY, TextSize, Ink, 0.5f);
        canvas.Restore();
    }

    // Below the plot, row by row; tells its height first.
    private static float Legend(SKCanvas canvas, SKRect box, DoseResult result, FigureText text)
    {
        var entries = new List<(string Label, SKColor Color, float Width, int Dash)>();
        entries.AddRange(result.StructureShapes.Select((s, i) => (s.Name, SKColor.Parse(ReportPalette.Of(i)), 2.4f * WidthOf(i), 0)));
        entries.AddRange(result.Methods.Select((m, i) => (m.Id, Soft, 2.4f, i)));
        const float row = 18;
        const float sample = 26;
        var places = new List<SKPoint>();
        float x = 0;
        int rows = 1;
        foreach ((string label, _, _, _) in entries)
        {
            float width = sample + 6 + text.Width(label, TextSize) + 16;
            if (x > 0 && x + width > box.Width - 46)
            {
                x = 0;
                rows++;
            }

            places.Add(new(x, rows - 1));
            x += width;
        }

        float top = box.Bottom - (rows * row);
        foreach (((string label, SKColor color, float stroke, int dash), SKPoint place) in entries.Zip(places))
        {
            float left = box.Left + 46 + place.X;
            float y = top + (place.Y * row) + 10;
            using SKPaint paint = Stroke(color, stroke, dash);
            canvas.DrawLine(left, y - 4, left + sample, y - 4, paint);
            text.Draw(canvas, label, left + sample + 6, y, TextSize, Ink);
        }

        return rows * row;
    }

    /// <summary>Colours come round; the curves of the second round are thin.</summary>
    private static float WidthOf(int structure) => structure < ReportPalette.Count ? 1 : 0.5f;

    private static SKPaint Stroke(SKColor color, float width, int dash) => new()
    {
        Color = color,
        StrokeWidth = width,
        IsStroke = true,
        IsAntialias = true,
        StrokeJoin = SKStrokeJoin.Round,
        PathEffect = Dashes[dash % Dashes.Length] is { Length: > 0 } pattern ? SKPathEffect.CreateDash(pattern, 0) : null,
    };
}
