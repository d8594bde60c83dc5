using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Closed outlines along voxel edges; holes are joined to them as keyholes.</summary>
internal static class VoxelOutline
{
    private const float Inside = 0.5f;

    /// <summary>The outlines of a structure, plane by plane: corners, LPS mm.</summary>
    internal static IEnumerable<IReadOnlyList<Vec3>> Trace(Structure structure)
    {
        VoxelGrid grid = structure.Grid;
        int plane = grid.Size.X * grid.Size.Y;
        foreach (IGrouping<int, CoverageRun> runs in structure.Runs.Where(run => run.Coverage >= Inside).GroupBy(run => run.Start / plane))
        {
            foreach (List<(int X, int Y)> loop in Keyholes.Join(Loops(Edges(runs, runs.Key * plane, grid.Size.X))))
            {
                yield return [.. loop.Select(corner => grid.IndexToPoint.Apply(new(corner.X - 0.5, corner.Y - 0.5, runs.Key)))];
            }
        }
    }

    /// <summary>
    /// Edges between inside and outside, by the corner they start at, with the inside on their left (y down). An edge that two voxels
    /// share is met once in each direction and drops out.
    /// </summary>
    private static Dictionary<(int X, int Y), List<(int X, int Y)>> Edges(IEnumerable<CoverageRun> runs, int planeStart, int width)
    {
        var horizontal = new HashSet<(int X, int Y, int Direction)>();
        var edges = new Dictionary<(int X, int Y), List<(int X, int Y)>>();
        foreach ((int y, int from, int to) in Spans(runs, planeStart, width))
        {
            for (int x = from; x < to; x++)
            {
                Toggle(horizontal, (x, y, 1), (x, y, -1)); // upper side, to the right
                Toggle(horizontal, (x, y + 1, -1), (x, y + 1, 1)); // lower side, to the left
            }

            Add(edges, (from, y + 1), (from, y));
            Add(edges, (to, y), (to, y + 1));
        }

        foreach ((int x, int y, int direction) in horizontal)
        {
            Add(edges, direction > 0 ? (x, y) : (x + 1, y), direction > 0 ? (x + 1, y) : (x, y));
        }

        return edges;
    }

    /// <summary>Rows of voxels without a gap; runs that differ in coverage alone are joined.</summary>
    private static IEnumerable<(int Y, int From, int To)> Spans(IEnumerable<CoverageRun> runs, int planeStart, int width)
    {
        (int Y, int From, int To)? open = null;
        foreach (CoverageRun run in runs)
        {
            int y = (run.Start - planeStart) / width;
            int x = (run.Start - planeStart) % width;
            if (open is { } span && span.Y == y && span.To == x)
            {
                open = (y, span.From, x + run.Length);
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (y, x, x + run.Length);
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    private static void Toggle(HashSet<(int X, int Y, int Direction)> edges, (int X, int Y, int Direction) edge, (int X, int Y, int Direction) opposite)
    {
        if (!edges.Remove(opposite))
        {
            edges.Add(edge);
        }
    }

    private static void Add(Dictionary<(int X, int Y), List<(int X, int Y)>> edges, (int X, int Y) from, (int X, int Y) to)
    {
        if (!edges.TryGetValue(from, out List<(int X, int Y)>? targets))
        {
            edges[from] = targets = [];
        }

        targets.Add(to);
    }

    private static List<List<(int X, int Y)>> Loops(Dictionary<(int X, int Y), List<(int X, int Y)>> edges)
    {
        var loops = new List<List<(int X, int Y)>>();
        while (edges.Count > 0)
        {
            (int X, int Y) start = edges.First().Key;
            (int X, int Y) at = start;
            (int X, int Y) direction = default;
            var loop = new List<(int X, int Y)>();
            do
            {
                List<(int X, int Y)> targets = edges[at];

                // Where two voxels meet at a corner, turn so that the outline stays with its own voxel.
                int pick = targets.Count > 1 && targets[0] != (at.X - direction.Y, at.Y + direction.X) ? 1 : 0;
                (int X, int Y) next = targets[pick];
                targets.RemoveAt(pick);
                if (targets.Count == 0)
                {
                    edges.Remove(at);
                }

                (int X, int Y) step = (Math.Sign(next.X - at.X), Math.Sign(next.Y - at.Y));
                if (step != direction)
                {
                    loop.Add(at);
                }

                direction = step;
                at = next;
            }
            while (at != start);
            loops.Add(loop);
        }

        return loops;
    }
}
