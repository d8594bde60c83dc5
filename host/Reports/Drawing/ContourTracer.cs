using SkiaSharp;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>Level lines of a slice: marching squares between voxel centres, linear along the edges.</summary>
internal static class ContourTracer
{
    /// <param name="view">The slice.</param>
    /// <param name="value">Value by index of the pictures' grid.</param>
    /// <param name="level">The level.</param>
    /// <param name="toPaper">Maps columns and rows (whole numbers are voxel centres) to the paper.</param>
    internal static SKPath Trace(PlaneView view, Func<int, float> value, float level, SKMatrix toPaper)
    {
        var path = new SKPath();
        for (int row = 0; row + 1 < view.Height; row++)
        {
            for (int column = 0; column + 1 < view.Width; column++)
            {
                Cell(
                    path, column, row, level, toPaper,
                    value(view.Index(column, row)), value(view.Index(column + 1, row)),
                    value(view.Index(column + 1, row + 1)), value(view.Index(column, row + 1)));
            }
        }

        return path;
    }

    private static void Cell(SKPath path, int x, int y, float level, SKMatrix toPaper, float a, float b, float c, float d)
    {
        int code = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
        if (code is 0 or 15)
        {
            return;
        }

        SKPoint top = new(x + ((level - a) / (b - a)), y);
        SKPoint right = new(x + 1, y + ((level - b) / (c - b)));
        SKPoint bottom = new(x + ((level - d) / (c - d)), y + 1);
        SKPoint left = new(x, y + ((level - a) / (d - a)));
        switch (code)
        {
            case 1 or 14:
                Line(path, left, top, toPaper);
                break;
            case 2 or 13:
                Line(path, top, right, toPaper);
                break;
            case 4 or 11:
                Line(path, right, bottom, toPaper);
                break;
            case 8 or 7:
                Line(path, bottom, left, toPaper);
                break;
            case 3 or 12:
                Line(path, left, right, toPaper);
                break;
            case 6 or 9:
                Line(path, top, bottom, toPaper);
                break;
            default:
                bool joined = (a + b + c + d) / 4 >= level;
                bool falling = code == 5 == joined;
                Line(path, left, falling ? bottom : top, toPaper);
                Line(path, right, falling ? top : bottom, toPaper);
                break;
        }
    }

    private static void Line(SKPath path, SKPoint from, SKPoint to, SKMatrix toPaper)
    {
        path.MoveTo(toPaper.MapPoint(from));
        path.LineTo(toPaper.MapPoint(to));
    }
}
