using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>
/// Finds the minimum of gamma over the interpolated dose by branch and bound: cells in the order of their distance, each dropped as soon
/// as its bound shows that it cannot undercut the best by more than the tolerance, else halved.
/// </summary>
internal sealed class GammaSearch
{
    private const int StackSize = 96;

    private readonly float[] _values;
    private readonly Size3 _size;
    private readonly Vec3 _scale;
    private readonly CellOffset[] _offsets;

    /// <param name="evaluated">Evaluated dose on a grid with orthogonal axes.</param>
    /// <param name="distanceMm">Distance to agreement.</param>
    /// <param name="fraction">Where all reference points lie within their cells, if that is one place; sharpens the order of the cells.</param>
    internal GammaSearch(Volume evaluated, double distanceMm, Vec3? fraction)
    {
        _values = evaluated.Values;
        _size = evaluated.Grid.Size;
        _scale = (1 / distanceMm) * evaluated.Grid.SpacingMm;
        _offsets = Offsets(_scale, fraction);
    }

    /// <summary>True where the evaluated dose is defined: up to half a voxel beyond the outermost centres.</summary>
    internal bool Covers(Vec3 index) =>
        index.X >= -0.5 && index.X <= _size.X - 0.5 && index.Y >= -0.5 && index.Y <= _size.Y - 0.5 && index.Z >= -0.5 && index.Z <= _size.Z - 0.5;

    /// <summary>Gamma of one reference point.</summary>
    /// <param name="at">The point in voxels of the evaluated grid.</param>
    /// <param name="referenceGy">Reference dose.</param>
    /// <param name="deltaGy">Dose difference that counts as 1.</param>
    internal double Minimum(Vec3 at, double referenceGy, double deltaGy)
    {
        int cx = (int)Math.Floor(at.X), cy = (int)Math.Floor(at.Y), cz = (int)Math.Floor(at.Z);
        double best = GammaCriteria.MaxGamma * GammaCriteria.MaxGamma;
        double enough = Enough(best);
        Span<GammaBox> stack = stackalloc GammaBox[StackSize];
        foreach (CellOffset offset in _offsets)
        {
            if (offset.LeastDistance2 >= enough)
            {
                break;
            }

            if (TryCell(cx + offset.X, cy + offset.Y, cz + offset.Z, at, referenceGy, 1 / deltaGy, enough, out stack[0]))
            {
                best = Descend(stack, Math.Min(best, stack[0].At(0, 0, 0)));
                enough = Enough(best);
            }
        }

        return Math.Sqrt(best);
    }

    /// <summary>Only a bound below this can still undercut the best by more than the tolerance.</summary>
    private static double Enough(double best)
    {
        double gamma = Math.Sqrt(best) - GammaCriteria.Tolerance;
        return gamma > 0 ? gamma * gamma : 0;
    }

    private static double Descend(Span<GammaBox> stack, double best)
    {
        int count = 1;
        double enough = Enough(best);
        while (count > 0)
        {
            ref GammaBox top = ref stack[count - 1];
            double bound = top.FineBound(out double reached);
            if (reached < best)
            {
                best = reached;
                enough = Enough(best);
            }

            // Written so that a dose that is not a number ends the branch.
            if (!(bound < enough) || count == stack.Length)
            {
                count--;
                continue;
            }

            top.Split(out GammaBox low, out GammaBox high);
            bool lowFirst = low.CoarseBound() <= high.CoarseBound();
            stack[count - 1] = lowFirst ? high : low;
            stack[count] = lowFirst ? low : high;
            count++;
        }

        return best;
    }

    /// <summary>The cell between centres (x, y, z) and (x + 1, ...), cut at half a voxel beyond the outermost centres; false where it is outside or cannot matter.</summary>
    private bool TryCell(int x, int y, int z, Vec3 at, double referenceGy, double perDelta, double enough, out GammaBox box)
    {
        box = default;
        if (x < -1 || y < -1 || z < -1 || x >= _size.X || y >= _size.Y || z >= _size.Z)
        {
            return false;
        }

        (box.X0, box.SizeX) = Edge(x, _size.X, at.X, _scale.X);
        (box.Y0, box.SizeY) = Edge(y, _size.Y, at.Y, _scale.Y);
        (box.Z0, box.SizeZ) = Edge(z, _size.Z, at.Z, _scale.Z);
        double dx = Math.Max(Math.Max(box.X0, -(box.X0 + box.SizeX)), 0);
        double dy = Math.Max(Math.Max(box.Y0, -(box.Y0 + box.SizeY)), 0);
        double dz = Math.Max(Math.Max(box.Z0, -(box.Z0 + box.SizeZ)), 0);
        if ((dx * dx) + (dy * dy) + (dz * dz) >= enough)
        {
            return false;
        }

        int x0 = Math.Max(x, 0), x1 = Math.Min(x + 1, _size.X - 1);
        int y0 = Math.Max(y, 0) * _size.X, y1 = Math.Min(y + 1, _size.Y - 1) * _size.X;
        int plane = _size.X * _size.Y;
        int z0 = Math.Max(z, 0) * plane, z1 = Math.Min(z + 1, _size.Z - 1) * plane;
        box.V0 = (_values[x0 + y0 + z0] - referenceGy) * perDelta;
        box.V1 = (_values[x1 + y0 + z0] - referenceGy) * perDelta;
        box.V2 = (_values[x0 + y1 + z0] - referenceGy) * perDelta;
        box.V3 = (_values[x1 + y1 + z0] - referenceGy) * perDelta;
        box.V4 = (_values[x0 + y0 + z1] - referenceGy) * perDelta;
        box.V5 = (_values[x1 + y0 + z1] - referenceGy) * perDelta;
        box.V6 = (_values[x0 + y1 + z1] - referenceGy) * perDelta;
        box.V7 = (_values[x1 + y1 + z1] - referenceGy) * perDelta;
        return box.CoarseBound() < enough;
    }

    private static (double Start, double Size) Edge(int cell, int count, double at, double scale)
    {
        double low = Math.Max(cell, -0.5), high = Math.Min(cell + 1, count - 0.5);
        return ((low - at) * scale, (high - low) * scale);
    }

    private static CellOffset[] Offsets(Vec3 scale, Vec3? fraction)
    {
        var offsets = new List<CellOffset>();
        int rx = Reach(scale.X), ry = Reach(scale.Y), rz = Reach(scale.Z);
        for (int z = -rz; z <= rz; z++)
        {
            for (int y = -ry; y <= ry; y++)
            {
                for (int x = -rx; x <= rx; x++)
                {
                    double dx = Distance(x, fraction?.X) * scale.X;
                    double dy = Distance(y, fraction?.Y) * scale.Y;
                    double dz = Distance(z, fraction?.Z) * scale.Z;
                    double distance2 = (dx * dx) + (dy * dy) + (dz * dz);
                    if (distance2 < GammaCriteria.MaxGamma * GammaCriteria.MaxGamma)
                    {
                        offsets.Add(new(x, y, z, distance2));
                    }
                }
            }
        }

        return [.. offsets.OrderBy(offset => offset.LeastDistance2).ThenBy(offset => Math.Abs(offset.X) + Math.Abs(offset.Y) + Math.Abs(offset.Z))];
    }

    private static int Reach(double scale) => (int)Math.Ceiling(GammaCriteria.MaxGamma / scale) + 1;

    /// <summary>Least distance in cells from a point of the home cell to the cell at an offset; a margin covers rounding of the fraction.</summary>
    private static double Distance(int offset, double? fraction)
    {
        const double margin = 1e-3;
        double low = fraction is { } f ? Math.Max(0, f - margin) : 0;
        double high = fraction is { } g ? Math.Min(1, g + margin) : 1;
        return offset > 0 ? offset - high : offset < 0 ? low - (offset + 1) : 0;
    }

    private readonly record struct CellOffset(int X, int Y, int Z, double LeastDistance2);
}
