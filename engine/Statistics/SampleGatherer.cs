using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>The inner loop of sampling: positions of a stretch of runs, and the values there.</summary>
internal sealed class SampleGatherer
{
    /// <summary>Voxel widths by which no corner of a structure's grid may miss an image voxel for the grids to count as the same.</summary>
    private const double CoincidenceGuard = 1e-4;

    private readonly Structure _structure;
    private readonly ImageLattice _lattice;
    private readonly IReadOnlyList<float[]> _volumes;
    private readonly SubPositions _positions;
    private readonly float[][] _values;
    private readonly float[]? _coverages;
    private readonly AffineTransform _toImage;
    private readonly Vec3[] _offsets;
    private readonly Vec3[] _jitters;
    private readonly bool _coincides;

    internal SampleGatherer(
        Structure structure, VoxelGrid image, IReadOnlyList<float[]> volumes, SubPositions positions, float[][] values, float[]? coverages)
    {
        _structure = structure;
        _lattice = new(image.Size);
        _volumes = volumes;
        _positions = positions;
        _values = values;
        _coverages = coverages;
        _toImage = image.PointToIndex.After(structure.Grid.IndexToPoint);
        _offsets = Array.ConvertAll(positions.Offsets, offset => _toImage.Matrix * offset);
        _jitters = Array.ConvertAll(positions.Jitters, jitter => _toImage.Matrix * jitter);
        _coincides = positions.IsWhole && positions.PerVoxel == 1 && Coincide(structure.Grid.Size, image.Size, _toImage);
    }

    /// <summary>Samples runs into the arrays from <paramref name="target"/> on, and says how many lie in the image.</summary>
    internal int Fill(int firstRun, int endRun, int target)
    {
        int start = target;
        for (int n = firstRun; n < endRun; n++)
        {
            CoverageRun run = _structure.Runs[n];
            int before = target;
            target = _coincides ? Copy(run, target) : _positions.IsWhole ? FillWhole(run, target) : FillChosen(run, target);
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
