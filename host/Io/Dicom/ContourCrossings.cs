namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// A region of a plane as the places where its border crosses the middle of each sub-row: sorted, so that pairs bound its inside.
/// Sub-rows are counted from 0 at the grid's edge; the ones from <see cref="First"/> to before <see cref="End"/> may be crossed.
/// </summary>
internal sealed class ContourCrossings
{
    private readonly List<double>[] _rows;

    /// <summary>The crossings of a polygon: u in voxels, v in sub-rows, not below 0.</summary>
    internal ContourCrossings(bool isXor, (double U, double V)[] points)
    {
        IsXor = isXor;
        First = (int)Math.Max(0, Math.Floor(points.Min(point => point.V)));
        _rows = new List<double>[(int)Math.Ceiling(points.Max(point => point.V)) + 1 - First];
        for (int s = 0; s < _rows.Length; s++)
        {
            _rows[s] = [];
        }

        for (int i = 0; i < points.Length; i++)
        {
            (double U, double V) a = points[i];
            (double U, double V) b = points[(i + 1) % points.Length];
            (a, b) = a.V <= b.V ? (a, b) : (b, a);

            // Sub-row s is crossed where a.V <= s + 1/2 < b.V: a vertex on it counts once.
            for (int s = Math.Max(First, (int)Math.Ceiling(a.V - 0.5)); s < End && s + 0.5 < b.V; s++)
            {
                _rows[s - First].Add(a.U + ((s + 0.5 - a.V) / (b.V - a.V) * (b.U - a.U)));
            }
        }

        foreach (List<double> row in _rows)
        {
            row.Sort();
            Area += Length(row);
        }
    }

    private ContourCrossings(int first, List<double>[] rows)
    {
        First = first;
        _rows = rows;
    }

    internal bool IsXor { get; }

    /// <summary>Sum of lengths over the sub-rows; 0 for combined regions, where nobody asks.</summary>
    internal double Area { get; }

    internal int First { get; }

    internal int End => First + _rows.Length;

    internal IReadOnlyList<double> this[int subRow] => subRow >= First && subRow < End ? _rows[subRow - First] : [];

    /// <summary>Area that both cover.</summary>
    internal double IntersectionWith(ContourCrossings other)
    {
        double sum = 0;
        for (int s = Math.Max(First, other.First); s < Math.Min(End, other.End); s++)
        {
            sum += Length(Merge(this[s], other[s], 2));
        }

        return sum;
    }

    /// <summary>The union, or what exactly one of both covers.</summary>
    internal ContourCrossings CombinedWith(ContourCrossings other, bool unite)
    {
        int first = Math.Min(First, other.First);
        var rows = new List<double>[Math.Max(End, other.End) - first];
        for (int s = 0; s < rows.Length; s++)
        {
            rows[s] = Merge(this[first + s], other[first + s], unite ? 1 : null);
        }

        return new(first, rows);
    }

    private static double Length(List<double> row)
    {
        double sum = 0;
        for (int i = 0; i + 1 < row.Count; i += 2)
        {
            sum += row[i + 1] - row[i];
        }

        return sum;
    }

    /// <summary>
    /// Merges two rows of crossings: null keeps all (exclusive or); a number keeps those where the count of regions that are inside
    /// passes it (1: union, 2: intersection).
    /// </summary>
    private static List<double> Merge(IReadOnlyList<double> a, IReadOnlyList<double> b, int? needed)
    {
        var merged = new List<double>(a.Count + b.Count);
        int i = 0;
        int j = 0;
        bool wasInside = false;
        while (i < a.Count || j < b.Count)
        {
            double x = j >= b.Count || (i < a.Count && a[i] <= b[j]) ? a[i++] : b[j++];
            bool isInside = (i & 1) + (j & 1) >= needed;
            if (needed is null || isInside != wasInside)
            {
                merged.Add(x);
                wasInside = isInside;
            }
        }

        return merged;
    }
}
