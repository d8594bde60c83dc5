using System.Globalization;
using System.Net;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports.Page;

namespace VoxelDose.Host.Comparison;

/// <summary>Pictures of a comparison, drawn once into the page: slices as PNG, plots as SVG.</summary>
internal static class ComparisonPictures
{
    private const int Width = 560;
    private const int Height = 300;
    private const int Margin = 44;

    /// <summary>Predicted, delivered and difference on the slice and column through the highest delivered dose, on one scale.</summary>
    internal static void Slices(Html html, ComparisonResult result)
    {
        Volume delivered = result.DeliveredGy;
        Size3 size = delivered.Grid.Size;
        int at = Array.IndexOf(delivered.Values, delivered.Values.Max());
        (int y0, int z0) = (at / size.X % size.Y, at / (size.X * size.Y));
        double top = Math.Max(delivered.Values.Max(), result.PredictedGy.Values.Where(float.IsFinite).DefaultIfEmpty(0).Max());
        html.Element("p", $"Dose from 0 (black) to {top.ToString("G4", CultureInfo.InvariantCulture)} Gy (white); difference from −{(0.5 * top).ToString("G4", CultureInfo.InvariantCulture)} Gy (blue) to +{(0.5 * top).ToString("G4", CultureInfo.InvariantCulture)} Gy (red); array axes of the delivered dose.");
        Volume difference = ComparisonFiles.Difference(result);
        Vec3 mm = delivered.Grid.SpacingMm;
        foreach ((string plane, int rows, double rowMm, Func<int, int, int> index) in new (string, int, double, Func<int, int, int>)[]
        {
            ($"slice {z0}", size.Y, mm.Y, (x, y) => x + (size.X * (y + (size.Y * z0)))),
            ($"row {y0}", size.Z, mm.Z, (x, z) => x + (size.X * (y0 + (size.Y * (size.Z - 1 - z))))),
        })
        {
            html.Raw("<div class=\"side\">");
            foreach ((string name, float[] values, bool isDifference) in new[] { ("predicted", result.PredictedGy.Values, false), ("delivered", delivered.Values, false), ("delivered − predicted", difference.Values, true) })
            {
                byte[] png = Png.Encode(size.X, rows, (x, y) => isDifference ? Diverging(values[index(x, y)] / (0.5 * top)) : Hot(values[index(x, y)] / top));
                string height = (300 * rows * rowMm / (size.X * mm.X)).ToString("0", CultureInfo.InvariantCulture);
                html.Raw("<figure><figcaption>").Text($"{name}, {plane}").Raw($"</figcaption><img alt=\"{WebUtility.HtmlEncode($"{name} {plane}")}\" width=\"300\" height=\"{height}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"></figure>");
            }

            html.Raw("</div>\n");
        }
    }

    internal static void DvhPairs(Html html, IReadOnlyList<StructureComparison> structures)
    {
        StructureComparison[] drawn = [.. structures.Where(structure => structure.DeliveredDvh.DoseGy.Count > 0 && structure.PredictedDvh.DoseGy.Count > 0)];
        if (drawn.Length == 0)
        {
            return;
        }

        double max = drawn.Max(structure => Math.Max(structure.DeliveredDvh.DoseGy[^1], structure.PredictedDvh.DoseGy[^1]));
        Begin(html, "dose Gy", "volume %", (0, max), (0, 100));
        for (int n = 0; n < drawn.Length; n++)
        {
            foreach ((DvhCurve curve, string dash) in new[] { (drawn[n].DeliveredDvh, "none"), (drawn[n].PredictedDvh, "6 4") })
            {
                string points = string.Join(' ', curve.DoseGy.Zip(curve.VolumeFraction, (dose, volume) => Point(dose, 100 * volume, (0, max), (0, 100))));
                html.Raw($"<polyline fill=\"none\" stroke=\"var(--c{n % 8})\" stroke-width=\"2\" stroke-dasharray=\"{dash}\" points=\"{points}\"/>");
            }
        }

        html.Raw("</svg><p>");
        for (int n = 0; n < drawn.Length; n++)
        {
            html.Raw($"<span style=\"display:inline-block;width:.75em;height:.75em;background:var(--c{n % 8});print-color-adjust:exact\"></span> ").Text(drawn[n].Name).Raw(" ");
        }

        html.Raw("</p>\n");
    }

    internal static void BlandAltmanPlot(Html html, ComparisonPart part)
    {
        StructureComparison[] points = [.. part.Structures.Where(structure => part.Agreement.Structures.Contains(structure.Name))];
        if (points.Length == 0)
        {
            return;
        }

        double top = points.Max(structure => 0.5 * (structure.Delivered.MeanGy!.Value + structure.Predicted.MeanGy!.Value)) * 1.1;
        double[] lines = [.. new[] { part.Agreement.BiasGy, part.Agreement.LoaLowGy, part.Agreement.LoaHighGy }.OfType<double>()];
        double reach = Math.Max(1e-6, points.Select(structure => Math.Abs(structure.DifferenceGy!.Value)).Concat(lines.Select(Math.Abs)).Max() * 1.2);
        Begin(html, "mean of both Gy", "delivered − predicted Gy", (0, Math.Max(top, 1e-6)), (-reach, reach));
        foreach (double line in lines)
        {
            html.Raw($"<polyline fill=\"none\" stroke=\"var(--soft)\" stroke-dasharray=\"{(line == part.Agreement.BiasGy ? "none" : "4 4")}\" points=\"{Point(0, line, (0, top), (-reach, reach))} {Point(top, line, (0, top), (-reach, reach))}\"/>");
        }

        foreach (StructureComparison structure in points)
        {
            string[] xy = Point(0.5 * (structure.Delivered.MeanGy!.Value + structure.Predicted.MeanGy!.Value), structure.DifferenceGy!.Value, (0, top), (-reach, reach)).Split(',');
            html.Raw($"<circle cx=\"{xy[0]}\" cy=\"{xy[1]}\" r=\"4\" fill=\"var(--c0)\"><title>").Text(structure.Name).Raw("</title></circle>");
        }

        html.Raw("</svg>\n");
    }

    internal static void Scatter(Html html, ScatterDensity scatter)
    {
        double top = Math.Log(1 + scatter.Counts.Max());
        byte[] png = Png.Encode(scatter.Bins, scatter.Bins, (x, y) => Hot(top > 0 ? Math.Log(1 + scatter.Counts[x + (scatter.Bins * (scatter.Bins - 1 - y))]) / top : 0));
        html.Raw("<figure><figcaption>").Text($"Points by predicted (to the right) and delivered dose (upwards), 0 to {(scatter.Bins * scatter.BinGy).ToString("G4", CultureInfo.InvariantCulture)} Gy; brightness is the logarithm of their number")
            .Raw($"</figcaption><img alt=\"scatter density\" width=\"300\" height=\"300\" style=\"image-rendering:pixelated\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"></figure>\n");
    }

    private static void Begin(Html html, string xLabel, string yLabel, (double Low, double High) x, (double Low, double High) y)
    {
        html.Raw($"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(yLabel)} over {WebUtility.HtmlEncode(xLabel)}\" style=\"font-size:12px;fill:var(--soft)\">");
        for (int n = 0; n <= 4; n++)
        {
            double atX = x.Low + (0.25 * n * (x.High - x.Low)), atY = y.Low + (0.25 * n * (y.High - y.Low));
            string[] px = Point(atX, y.Low, x, y).Split(','), py = Point(x.Low, atY, x, y).Split(',');
            html.Raw($"<text x=\"{px[0]}\" y=\"{Height - 22}\" text-anchor=\"middle\">").Text(atX.ToString("G3", CultureInfo.InvariantCulture)).Raw("</text>");
            html.Raw($"<text x=\"{Margin - 4}\" y=\"{py[1]}\" text-anchor=\"end\">").Text(atY.ToString("G3", CultureInfo.InvariantCulture)).Raw("</text>");
            html.Raw($"<polyline fill=\"none\" stroke=\"var(--line)\" points=\"{Point(x.Low, atY, x, y)} {Point(x.High, atY, x, y)}\"/>");
        }

        html.Raw($"<text x=\"{Width / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">").Text(xLabel).Raw("</text>").Raw($"<text x=\"{Margin}\" y=\"12\">").Text(yLabel).Raw("</text>");
    }

    private static string Point(double x, double y, (double Low, double High) rangeX, (double Low, double High) rangeY)
    {
        double px = Margin + ((x - rangeX.Low) / (rangeX.High - rangeX.Low) * (Width - Margin - 12));
        double py = Height - Margin - ((y - rangeY.Low) / (rangeY.High - rangeY.Low) * (Height - Margin - 20));
        return $"{px.ToString("0.##", CultureInfo.InvariantCulture)},{py.ToString("0.##", CultureInfo.InvariantCulture)}";
    }

    private static (byte R, byte G, byte B) Hot(double share) => (Channel(3 * share), Channel((3 * share) - 1), Channel((3 * share) - 2));

    private static (byte R, byte G, byte B) Diverging(double share) =>
        double.IsNaN(share) ? ((byte)128, (byte)128, (byte)128) : share >= 0 ? ((byte)255, Channel(1 - share), Channel(1 - share)) : (Channel(1 + share), Channel(1 + share), (byte)255);

    private static byte Channel(double share) => double.IsNaN(share) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
}
