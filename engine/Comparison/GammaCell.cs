using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>A cell of the evaluated grid, seen from the one that holds the reference point.</summary>
/// <param name="X">Cells along x.</param>
/// <param name="Y">Cells along y.</param>
/// <param name="Z">Cells along z.</param>
/// <param name="LeastDistance2">Square of the least distance from a reference point, in units of the distance to agreement.</param>
internal readonly record struct GammaCell(int X, int Y, int Z, double LeastDistance2)
{
    /// <summary>The cells that can matter, nearest first.</summary>
    /// <param name="scale">Spacing in units of the distance to agreement.</param>
    /// <param name="fraction">Where all reference points lie within their cells, if that is one place.</param>
    internal static GammaCell[] Nearest(Vec3 scale, Vec3? fraction)
    {
        var offsets = new List<GammaCell>();
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
}
