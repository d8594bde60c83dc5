using System.Globalization;
using SkiaSharp;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>Three planes through a place: grey image, dose wash, isodose lines, outlines.</summary>
internal static class SliceFigure
{
    /// <summary>Height of the scale and its labels below the slices.</summary>
    internal const float ScaleHeight = 44;

    private const float Gap = 6;

    private const float WashOpacity = 0.55f;

    private static readonly ColorMap Map = ColorMap.Viridis;

    private static readonly SKColor Ink = new(0x1b, 0x1f, 0x24);

    /// <summary>Height that the three planes need in a width, scale included.</summary>
    internal static float Height(PictureSet set, float width)
    {
        IReadOnlyList<PlaneView> views = PlaneView.Through(set.Grid, [0, 0, 0]);
        return (Scale(views, width) * (float)views.Max(v => v.HeightMm)) + 20 + ScaleHeight;
    }

    internal static void Draw(SKCanvas canvas, SKRect box, PictureSet set, Picture dose, PicturePlace place, FigureText text)
    {
        IReadOnlyList<PlaneView> views = PlaneView.Through(set.Grid, place.Voxel);
        float scale = Scale(views, box.Width);
        float x = box.Left;
        foreach (PlaneView view in views)
        {
            text.Draw(canvas, $"{view.Name}, {view.PlaceMm.ToString("0.0", CultureInfo.InvariantCulture)} mm", x, box.Top + 12, 11, Ink);
            var target = SKRect.Create(x, box.Top + 18, scale * (float)view.WidthMm, scale * (float)view.HeightMm);
            Plane(canvas, target, set, dose, view, text);
            x = target.Right + Gap;
        }

        ScaleBar(canvas, box, set, text);
    }

    private static float Scale(IReadOnlyList<PlaneView> views, float width) =>
        (width - ((views.Count - 1) * Gap)) / (float)views.Sum(v => v.WidthMm);

    private static void Plane(SKCanvas canvas, SKRect target, PictureSet set, Picture dose, PlaneView view, FigureText text)
    {
        using SKImage image = Wash(set, dose, view);
        canvas.DrawImage(image, target, new SKSamplingOptions(SKFilterMode.Linear));
        canvas.Save();
        canvas.ClipRect(target);
        var toPaper = SKMatrix.CreateScaleTranslation(
            target.Width / view.Width, target.Height / view.Height,
            target.Left + (0.5f * target.Width / view.Width), target.Top + (0.5f * target.Height / view.Height));
        foreach (double level in set.IsodosesGy)
        {
            using SKPath path = ContourTracer.Trace(view, i => dose.Values[i], (float)level, toPaper);
            Outline(canvas, path, new(0, 0, 0, 200), 1.8f);
            Outline(canvas, path, IsodoseColor(set, level), 0.9f);
        }

        // Small structures over large ones, so that a tumour's outline is not hidden by the liver's.
        foreach (int s in Enumerable.Range(0, set.Structures.Count).OrderByDescending(i => set.Structures[i].VolumeMl))
        {
            if (!set.Structures[s].IsDerived)
            {
                byte[] mask = set.Masks[s];
                using SKPath path = ContourTracer.Trace(view, i => mask[i], 8, toPaper);
                Outline(canvas, path, new(255, 255, 255, 190), 2.2f);
                Outline(canvas, path, SKColor.Parse(ReportPalette.Of(s)), 1.3f);
            }
        }

        canvas.Restore();
        Mark(canvas, text, view.Marks[0], target.Left + 4, target.MidY + 4, 0);
        Mark(canvas, text, view.Marks[1], target.Right - 4, target.MidY + 4, 1);
        Mark(canvas, text, view.Marks[2], target.MidX, target.Top + 13, 0.5f);
        Mark(canvas, text, view.Marks[3], target.MidX, target.Bottom - 5, 0.5f);
    }

    private static SKImage Wash(PictureSet set, Picture dose, PlaneView view)
    {
        using SKBitmap bitmap = new(new SKImageInfo(view.Width, view.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Picture grey = set.Greys[0];
        Span<byte> pixels = bitmap.GetPixelSpan();
        double greyScale = 255 / Math.Max(1e-12, grey.WindowHigh - grey.WindowLow);
        for (int row = 0, o = 0; row < view.Height; row++)
        {
            for (int column = 0; column < view.Width; column++, o += 4)
            {
                int i = view.Index(column, row);
                double g = Math.Clamp((grey.Values[i] - grey.WindowLow) * greyScale, 0, 255);
                double share = Math.Clamp(dose.Values[i] / set.DoseScaleGy, 0, 1);
                // The wash fades in over the lowest tenth of the scale, so that it does not veil the anatomy.
                double opacity = WashOpacity * Math.Min(1, 10 * share);
                (byte r, byte green, byte b) = Map.At(share);
                pixels[o] = (byte)(g + (opacity * (r - g)));
                pixels[o + 1] = (byte)(g + (opacity * (green - g)));
                pixels[o + 2] = (byte)(g + (opacity * (b - g)));
                pixels[o + 3] = 255;
            }
        }

        return SKImage.FromBitmap(bitmap);
    }

    private static SKColor IsodoseColor(PictureSet set, double level)
    {
        (byte r, byte g, byte b) = Map.At(level / set.DoseScaleGy);
        // Lighter than the wash below it, so that the line stands out from its own colour.
        static byte Lighten(byte c) => (byte)(c + (0.45 * (255 - c)));
        return new(Lighten(r), Lighten(g), Lighten(b));
    }

    private static void ScaleBar(SKCanvas canvas, SKRect box, PictureSet set, FigureText text)
    {
        float y = box.Bottom - ScaleHeight + 8;
        const float width = 160;
        for (int i = 0; i < 64; i++)
        {
            (byte r, byte g, byte b) = Map.At(i / 63.0);
            using SKPaint paint = new() { Color = new(r, g, b) };
            canvas.DrawRect(box.Left + (i * width / 64), y, (width / 64) + 0.5f, 9, paint);
        }

        text.Draw(canvas, "0", box.Left, y + 22, 10, Ink);
        text.Draw(canvas, $"{Figures.Of(set.DoseScaleGy)} Gy", box.Left + width, y + 22, 10, Ink, 1);
        float x = box.Left + width + 24;
        foreach (double level in set.IsodosesGy)
        {
            using SKPaint frame = new() { Color = SKColors.Black };
            using SKPaint line = new() { Color = IsodoseColor(set, level) };
            canvas.DrawRect(x, y + 2, 18, 5, frame);
            canvas.DrawRect(x, y + 3, 18, 3, line);
            string label = $"{level.ToString("G4", CultureInfo.InvariantCulture)} Gy";
            text.Draw(canvas, label, x + 22, y + 9, 10, Ink);
            x += 34 + text.Width(label, 10);
        }
    }

    private static void Outline(SKCanvas canvas, SKPath path, SKColor color, float width)
    {
        using SKPaint paint = new() { Color = color, StrokeWidth = width, IsStroke = true, IsAntialias = true, StrokeCap = SKStrokeCap.Round };
        canvas.DrawPath(path, paint);
    }

    private static void Mark(SKCanvas canvas, FigureText text, string mark, float x, float y, float align)
    {
        text.Draw(canvas, mark, x + 0.8f, y + 0.8f, 11, SKColors.Black, align, bold: true);
        text.Draw(canvas, mark, x, y, 11, SKColors.White, align, bold: true);
    }
}
