using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>Means of a volume over the voxels of another grid, by trilinear samples at the centres of equal parts of each voxel.</summary>
internal sealed class VoxelAverager
{
    private readonly Volume _source;
    private readonly AffineTransform _toSource;
    private readonly Vec3[] _parts;

    internal VoxelAverager(Volume source, VoxelGrid target)
    {
        _source = source;
        _toSource = source.Grid.PointToIndex.After(target.IndexToPoint);
        int[] counts = [.. Enumerable.Range(0, 3).Select(axis => PartsAlong(axis))];
        var parts = new List<Vec3>(counts[0] * counts[1] * counts[2]);
        for (int k = 0; k < counts[2]; k++)
        {
            for (int j = 0; j < counts[1]; j++)
            {
                for (int i = 0; i < counts[0]; i++)
                {
                    parts.Add(_toSource.Matrix * new Vec3(Offset(i, counts[0]), Offset(j, counts[1]), Offset(k, counts[2])));
                }
            }
        }

        _parts = [.. parts];
    }

    /// <summary>Sum over the covered parts divided by the number of all parts, and the share of parts that the source covers.</summary>
    internal (double Sum, double Share) Average(int x, int y, int z)
    {
        Vec3 centre = _toSource.Apply(new(x, y, z));
        double sum = 0;
        int covered = 0;
        foreach (Vec3 part in _parts)
        {
            if (Sample(centre + part) is { } value)
            {
                sum += value;
                covered++;
            }
        }

        return (sum / _parts.Length, (double)covered / _parts.Length);
    }

    private static double Offset(int part, int count) => ((part + 0.5) / count) - 0.5;

    // An axis of the target may run obliquely through the source: its finest step in source voxels counts.
    private int PartsAlong(int axis)
    {
        Vec3 step = _toSource.Matrix.Column(axis);
        double largest = Math.Max(Math.Abs(step.X), Math.Max(Math.Abs(step.Y), Math.Abs(step.Z)));
        const double rounding = 1e-6;
        return Math.Max(1, (int)Math.Ceiling(largest - rounding));
    }

    private double? Sample(Vec3 index)
    {
        Size3 size = _source.Grid.Size;
        if (!Axis(index.X, size.X, out int x, out double u) ||
            !Axis(index.Y, size.Y, out int y, out double v) ||
            !Axis(index.Z, size.Z, out int z, out double w))
        {
            return null;
        }

        int dx = x + 1 < size.X ? 1 : 0;
        int dy = y + 1 < size.Y ? size.X : 0;
        int dz = z + 1 < size.Z ? size.X * size.Y : 0;
        int n = x + (size.X * (y + (size.Y * z)));
        float[] s = _source.Values;
        double low = Plane(s, n, dx, dy, u, v);
        return low + (w * (Plane(s, n + dz, dx, dy, u, v) - low));
    }

    private static double Plane(float[] s, int n, int dx, int dy, double u, double v)
    {
        double front = s[n] + (u * (s[n + dx] - s[n]));
        double back = s[n + dy] + (u * (s[n + dy + dx] - s[n + dy]));
        return front + (v * (back - front));
    }

    private static bool Axis(double position, int size, out int index, out double share)
    {
        const double outerHalf = 0.5;
        double clamped = Math.Clamp(position, 0, size - 1);
        index = (int)clamped;
        share = clamped - index;
        return position >= -outerHalf && position <= size - outerHalf;
    }
}
