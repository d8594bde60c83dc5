using System.Runtime.CompilerServices;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>The inner loop of sampling: positions of a stretch of runs, and the values there.</summary>
internal sealed class SampleGatherer
{
    /// <summary>Voxel widths by which no corner of a structure's grid may miss an image voxel for the grids to count as the same.</summary>
    private const double CoincidenceGuard = 1e-4;

    /// <summary>Positions in a voxel up to which those of a row are held.</summary>
    private const int MostAligned = 64;

    private const int Outside = -1;

    private readonly Structure _structure;
    private readonly ImageLattice _lattice;
    private readonly Size3 _image;
    private readonly IReadOnlyList<float[]> _volumes;
    private readonly SubPositions _positions;
    private readonly float[][] _values;
    private readonly float[]? _coverages;
    private readonly AffineTransform _toImage;
    private readonly Vec3[] _offsets;
    private readonly Vec3[] _jitters;
    private readonly bool _coincides;

    /// <summary>Neighbours along x of each position in a row, the same in every row; null where axes of the two grids are not parallel.</summary>
    private readonly (int Lower, double Fraction)[]? _columns;

    internal SampleGatherer(
        Structure structure, VoxelGrid image, IReadOnlyList<float[]> volumes, SubPositions positions, float[][] values, float[]? coverages)
    {
        _structure = structure;
        _lattice = new(image.Size);
        _image = image.Size;
        _volumes = volumes;
        _positions = positions;
        _values = values;
        _coverages = coverages;
        _toImage = image.PointToIndex.After(structure.Grid.IndexToPoint);
        _offsets = Array.ConvertAll(positions.Offsets, offset => _toImage.Matrix * offset);
        _jitters = Array.ConvertAll(positions.Jitters, jitter => _toImage.Matrix * jitter);
        _coincides = positions.IsWhole && positions.PerVoxel == 1 && Coincide(structure.Grid.Size, image.Size, _toImage);
        _columns = !_coincides && positions.IsWhole && positions.PerVoxel <= MostAligned && IsAligned(_toImage) ? Columns(structure.Grid.Size.X, image.Size.X) : null;
    }

    /// <summary>Samples runs into the arrays from <paramref name="target"/> on, and says how many lie in the image.</summary>
    internal int Fill(int firstRun, int endRun, int target)
    {
        int start = target;
        for (int n = firstRun; n < endRun; n++)
        {
            CoverageRun run = _structure.Runs[n];
            int before = target;
            target = _coincides ? Copy(run, target) : _columns is not null ? FillAligned(run, _columns, target) : _positions.IsWhole ? FillWhole(run, target) : FillChosen(run, target);
            _coverages?.AsSpan(before, target - before).Fill(run.Coverage);
        }

        return target - start;
    }

    private static bool Coincide(Size3 structure, Size3 image, AffineTransform toImage)
    {
        if (structure != image)
        {
            return false;
        }

        for (int corner = 0; corner < 8; corner++)
        {
            var index = new Vec3(
                (corner & 1) * (structure.X - 1), ((corner >> 1) & 1) * (structure.Y - 1), (corner >> 2) * (structure.Z - 1));
            if ((toImage.Apply(index) - index).Length > CoincidenceGuard)
            {
                return false;
            }
        }

        return true;
    }

    private int Copy(CoverageRun run, int target)
    {
        for (int v = 0; v < _volumes.Count; v++)
        {
            _volumes[v].AsSpan(run.Start, run.Length).CopyTo(_values[v].AsSpan(target));
        }

        return target + run.Length;
    }

    /// <summary>True where each index of the image hangs on the index of the same axis alone.</summary>
    private static bool IsAligned(AffineTransform toImage)
    {
        (Vec3 x, Vec3 y, Vec3 z) = (toImage.Matrix.ColumnX, toImage.Matrix.ColumnY, toImage.Matrix.ColumnZ);
        return x.Y == 0 && x.Z == 0 && y.X == 0 && y.Z == 0 && z.X == 0 && z.Y == 0;
    }

    private (int Lower, double Fraction)[] Columns(int voxels, int size)
    {
        var columns = new (int, double)[voxels * _offsets.Length];
        for (int n = 0; n < columns.Length; n++)
        {
            double at = _toImage.TranslationMm.X + (n / _offsets.Length * _toImage.Matrix.ColumnX.X) + _offsets[n % _offsets.Length].X;
            columns[n] = ImageLattice.Locate(at, size, out int lower, out double fraction) ? (lower, fraction) : (Outside, 0);
        }

        return columns;
    }

    /// <summary>What <see cref="FillWhole"/> does, to the bit, for parallel axes: y and z are located once for a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillAligned(CoverageRun run, (int Lower, double Fraction)[] columns, int target)
    {
        Vec3 row = RowOrigin(run.Start, out int first);
        Span<(int Origin, double Y, double Z)> rows = stackalloc (int, double, double)[_offsets.Length];
        for (int n = 0; n < rows.Length; n++)
        {
            rows[n] = ImageLattice.Locate(row.Y + _offsets[n].Y, _image.Y, out int j, out double y) && ImageLattice.Locate(row.Z + _offsets[n].Z, _image.Z, out int k, out double z)
                ? (_image.X * (j + (_image.Y * k)), y, z)
                : (Outside, 0, 0);
        }

        (int stepX, int stepY, int stepZ) = (_image.X > 1 ? 1 : 0, _image.Y > 1 ? _image.X : 0, _image.Z > 1 ? _image.X * _image.Y : 0);
        ReadOnlySpan<(int Lower, double Fraction)> places = columns.AsSpan(first * rows.Length, run.Length * rows.Length);
        int inside = 0;
        for (int n = 0, part = 0; n < places.Length; n++, part = part + 1 == rows.Length ? 0 : part + 1)
        {
            inside += (places[n].Lower | rows[part].Origin) >= 0 ? 1 : 0;
        }

        for (int v = 0; v < _values.Length; v++)
        {
            float[] volume = _volumes[v];
            float[] values = _values[v];
            int end = target;
            for (int n = 0, part = 0; n < places.Length; n++, part = part + 1 == rows.Length ? 0 : part + 1)
            {
                (int lower, double x) = places[n];
                (int origin, double y, double z) = rows[part];
                if ((lower | origin) >= 0)
                {
                    values[end++] = (float)new LatticePoint(origin + lower, stepX, stepY, stepZ, x, y, z).Of(volume);
                }
            }
        }

        return target + inside;
    }

    private int FillWhole(CoverageRun run, int target)
    {
        Vec3 row = RowOrigin(run.Start, out int x);
        for (int i = x; i < x + run.Length; i++)
        {
            Vec3 centre = row + (i * _toImage.Matrix.ColumnX);
            foreach (Vec3 offset in _offsets)
            {
                target += Interpolate(centre + offset, target);
            }
        }

        return target;
    }

    private int FillChosen(CoverageRun run, int target)
    {
        Span<int> chosen = _positions.PerVoxel <= 1024 ? stackalloc int[_positions.PerVoxel] : new int[_positions.PerVoxel];
        Vec3 row = RowOrigin(run.Start, out int x);
        for (int i = 0; i < run.Length; i++)
        {
            Vec3 centre = row + ((x + i) * _toImage.Matrix.ColumnX);
            int count = _positions.Choose(run.Start + i, chosen);
            foreach (int number in chosen[..count])
            {
                target += Interpolate(centre + _offsets[number] + _jitters[SubPositions.JitterOf(run.Start + i, number)], target);
            }
        }

        return target;
    }

    private Vec3 RowOrigin(int start, out int x)
    {
        Size3 size = _structure.Grid.Size;
        int row = start / size.X;
        x = start - (row * size.X);
        return _toImage.Apply(new(0, row % size.Y, row / size.Y));
    }

    /// <summary>Writes the volumes' values at a position given in image voxels; 1, or 0 where it lies beyond the image.</summary>
    private int Interpolate(Vec3 at, int target)
    {
        if (!_lattice.TryLocate(at, out LatticePoint point))
        {
            return 0;
        }

        for (int v = 0; v < _values.Length; v++)
        {
            _values[v][target] = (float)point.Of(_volumes[v]);
        }

        return 1;
    }
}
