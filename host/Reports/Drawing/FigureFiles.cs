using System.Globalization;
using SkiaSharp;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>Figures for papers: the histogram and the slices through each place, as PNG (300 dots an inch at 170 mm) and SVG.</summary>
internal static class FigureFiles
{
    private const float Width = 680;

    private const float DvhHeight = 420;

    /// <summary>Pixels of a PNG for a unit of the drawing: 170 mm at 300 dots an inch are 2008 pixels.</summary>
    private const float PixelsPerUnit = 2008 / Width;

    /// <summary>Writes dvh.png, dvh.svg, slices-1.png, slices-1.svg, ...; slices are of the last method, which the report shows first.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="result">The run.</param>
    /// <param name="ct">CT in the dose frame, HU; null without one.</param>
    /// <param name="taken">The doses of pictures, where the result has no volumes of them any more.</param>
    internal static void Write(string folder, DoseResult result, Volume? ct, DosePictures? taken = null)
    {
        PictureSet set = PictureSet.Sample(result, ct, taken);
        Both(folder, "dvh", DvhHeight, (canvas, box, text) => DvhFigure.Draw(canvas, box, result, text));
        foreach ((int i, PicturePlace place) in set.Places.Index())
        {
            Both(folder, $"slices-{(i + 1).ToString(CultureInfo.InvariantCulture)}", SliceFigure.Height(set, Width - 16) + 36, (canvas, box, text) =>
            {
                text.Draw(canvas, $"{place.Name}, {MethodNames.Of(set.Doses[^1].Id)}", box.Left, box.Top + 12, 13, SKColors.Black, bold: true);
                SliceFigure.Draw(canvas, new(box.Left, box.Top + 20, box.Right, box.Bottom), set, set.Doses[^1], place, text);
            });
        }
    }

    private static void Both(string folder, string name, float height, Action<SKCanvas, SKRect, FigureText> draw)
    {
        var box = new SKRect(8, 8, Width - 8, height - 8);
        using (FileStream file = new(Path.Combine(folder, name + ".png"), FileMode.CreateNew))
        using (FigureText text = new(asOutlines: false))
        using (SKSurface surface = SKSurface.Create(new SKImageInfo((int)(Width * PixelsPerUnit), (int)(height * PixelsPerUnit))))
        {
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale(PixelsPerUnit);
            draw(surface.Canvas, box, text);
            using SKImage image = surface.Snapshot();
            using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
            png.SaveTo(file);
        }

        using (FileStream file = new(Path.Combine(folder, name + ".svg"), FileMode.CreateNew))
        using (FigureText text = new(asOutlines: true))
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, height), file))
        {
            using SKPaint white = new() { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, height, white);
            draw(canvas, box, text);
        }
    }
}
