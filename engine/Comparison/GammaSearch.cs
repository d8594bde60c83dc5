using System.Runtime.Intrinsics;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>
/// Finds the minimum of gamma over the interpolated dose by branch and bound: cells in the order of their distance, each dropped as soon
/// as its bound shows that it cannot undercut the best by more than the tolerance, else halved.
/// </summary>
internal sealed class GammaSearch
{
    private const int StackSize = 64;
    private const double Edge = 0.5 + ResampleAxis.EdgeTolerance;

    private readonly float[] _values;
    private readonly Size3 _size;
    private readonly Vec3 _scale;
    private readonly GammaCell[] _offsets;

    /// <param name="evaluated">Evaluated dose on a grid with orthogonal axes.</param>
    /// <param name="distanceMm">Distance to agreement.</param>
    /// <param name="fraction">Where all reference points lie within their cells, if that is one place; sharpens the order of the cells.</param>
    internal GammaSearch(Volume evaluated, double distanceMm, Vec3? fraction)
    {
        _values = evaluated.Values;
        _size = evaluated.Grid.Size;
        _scale = (1 / distanceMm) * evaluated.Grid.SpacingMm;
        _offsets = GammaCell.Nearest(_scale, fraction);
    }

    /// <summary>True where the evaluated dose is defined: up to half a voxel beyond the outermost centres.</summary>
    internal bool Covers(Vec3 index) =>
        index.X >= -Edge && index.X <= _size.X - 1 + Edge && index.Y >= -Edge && index.Y <= _size.Y - 1 + Edge && index.Z >= -Edge && index.Z <= _size.Z - 1 + Edge;

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
        foreach (GammaCell offset in _offsets)
        {
            if (offset.LeastDistance2 >= enough)
            {
                break;
            }

            if (TryCell(cx + offset.X, cy + offset.Y, cz + offset.Z, at, referenceGy, 1 / deltaGy, enough, out stack[0]))
            {
                best = Descend(stack, Math.Min(best, stack[0].AtNearest()));
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
            double bound = top.FineBound(enough, out double reached);
            if (reached < best)
            {
                best = reached;
                enough = Enough(best);
            }

            if (bound >= enough || count == stack.Length)
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

        (double startX, double sizeX) = Span(x, _size.X, at.X, _scale.X);
        (double startY, double sizeY) = Span(y, _size.Y, at.Y, _scale.Y);
        (double startZ, double sizeZ) = Span(z, _size.Z, at.Z, _scale.Z);
        box.Start = Vector256.Create(startX, startY, startZ, 0);
        box.Size = Vector256.Create(sizeX, sizeY, sizeZ, 1);
        int x0 = Math.Max(x, 0), x1 = Math.Min(x + 1, _size.X - 1);
        int y0 = Math.Max(y, 0) * _size.X, y1 = Math.Min(y + 1, _size.Y - 1) * _size.X;
        int plane = _size.X * _size.Y;
        int z0 = Math.Max(z, 0) * plane, z1 = Math.Min(z + 1, _size.Z - 1) * plane;
        box.Near = perDelta * (Vector256.Create((double)_values[x0 + y0 + z0], _values[x1 + y0 + z0], _values[x0 + y1 + z0], _values[x1 + y1 + z0]) - Vector256.Create(referenceGy));
        box.Far = perDelta * (Vector256.Create((double)_values[x0 + y0 + z1], _values[x1 + y0 + z1], _values[x0 + y1 + z1], _values[x1 + y1 + z1]) - Vector256.Create(referenceGy));

        // A dose that is not a finite number is no dose: its cells are passed over.
        double sum = Vector256.Sum(box.Near + box.Far);
        return double.IsFinite(sum) && box.CoarseBound() < enough;
    }

    private static (double Start, double Size) Span(int cell, int count, double at, double scale)
    {
        double low = Math.Max(cell, -0.5), high = Math.Min(cell + 1, count - 0.5);
        return ((low - at) * scale, (high - low) * scale);
    }
}
