namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Joins holes to the outlines around them by channels without width, there and back: what CLOSED_PLANAR means by a hole (PS3.3, C.8.8.6.3). A
/// contour of its own inside another is read as a hole by some systems and filled by others.
/// </summary>
internal static class Keyholes
{
    /// <summary>Outlines without holes of their own, of loops along voxel edges that have the inside on their left where y points down.</summary>
    internal static List<List<(int X, int Y)>> Join(List<List<(int X, int Y)>> loops)
    {
        List<(int X, int Y)>[] outer = [.. loops.Where(loop => TwiceArea(loop) > 0).OrderBy(TwiceArea)];
        var joined = outer.ToList();
        foreach (List<(int X, int Y)> hole in loops.Where(loop => TwiceArea(loop) < 0))
        {
            // The voxel beside the hole's first edge belongs to the smallest outline around it: an island in a hole has one of its own.
            (double x, double y) = InsideOf(hole);
            int around = Array.FindIndex(outer, loop => Contains(loop, x, y));
            joined[around] = WithHole(joined[around], hole);
        }

        return joined;
    }

    private static List<(int X, int Y)> WithHole(List<(int X, int Y)> outline, List<(int X, int Y)> hole)
    {
        (int from, int to, long nearest) = (0, 0, long.MaxValue);
        for (int i = 0; i < outline.Count; i++)
        {
            for (int j = 0; j < hole.Count; j++)
            {
                long dx = outline[i].X - hole[j].X;
                long dy = outline[i].Y - hole[j].Y;
                if ((dx * dx) + (dy * dy) < nearest)
                {
                    (from, to, nearest) = (i, j, (dx * dx) + (dy * dy));
                }
            }
        }

        return [.. outline[..(from + 1)], .. hole[to..], .. hole[..(to + 1)], .. outline[from..]];
    }

    private static long TwiceArea(List<(int X, int Y)> loop)
    {
        long sum = 0;
        for (int i = 0; i < loop.Count; i++)
        {
            (int X, int Y) next = loop[(i + 1) % loop.Count];
            sum += ((long)loop[i].X * next.Y) - ((long)next.X * loop[i].Y);
        }

        return sum;
    }

    private static (double X, double Y) InsideOf(List<(int X, int Y)> loop)
    {
        double dx = Math.Sign(loop[1].X - loop[0].X);
        double dy = Math.Sign(loop[1].Y - loop[0].Y);
        return (loop[0].X + (0.5 * dx) - (0.5 * dy), loop[0].Y + (0.5 * dy) + (0.5 * dx));
    }

    /// <summary>Whether a voxel centre lies inside a loop: edges that are met on the way to the left are odd in number.</summary>
    private static bool Contains(List<(int X, int Y)> loop, double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < loop.Count; i++)
        {
            (int X, int Y) next = loop[(i + 1) % loop.Count];
            inside ^= loop[i].X == next.X && loop[i].X < x && (loop[i].Y < y) != (next.Y < y);
        }

        return inside;
    }
}
