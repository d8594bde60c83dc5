using System.Numerics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>Voxels with enough activity for a hot spot, less those near structures.</summary>
internal sealed class HotSpotCandidates
{
    /// <summary>Shares of the margin by which rows of a structure are moved along y and z to find what is surely near.</summary>
    private static readonly double[] Shifts = [-0.95, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 0.95];

    private readonly VoxelGrid _image;
    private readonly IndexBox _whole;
    private readonly bool[] _voxels;

    /// <summary>Marks voxels at or above a threshold.</summary>
    internal HotSpotCandidates(VoxelGrid image, float[] values, float threshold)
    {
        _image = image;
        _whole = new(0, 0, 0, image.Size.X, image.Size.Y, image.Size.Z);
        _voxels = new bool[values.Length];
        int plane = image.Size.X * image.Size.Y;
        Parallel.For(0, image.Size.Z, z => Mark(values.AsSpan(z * plane, plane), threshold, _voxels.AsSpan(z * plane, plane)));
    }

    /// <summary>The first voxel from a place on that is marked; -1 for none.</summary>
    internal int Next(int from) => _voxels.AsSpan(from).IndexOf(true) is >= 0 and var found ? from + found : -1;

    /// <summary>Takes a voxel's mark away, and says whether there was one.</summary>
    internal bool Take(int voxel)
    {
        bool marked = _voxels[voxel];
        _voxels[voxel] = false;
        return marked;
    }

    /// <summary>Takes away what lies no farther than a margin from the surface of a structure.</summary>
    /// <param name="structures">The structures; where most candidates are near the first ones, it is quickest.</param>
    /// <param name="marginMm">The margin, mm.</param>
    internal void Clear(IReadOnlyList<Structure> structures, double marginMm)
    {
        // Nearly all candidates lie well within the margin, which needs no distance; what is left is measured.
        foreach (Structure structure in structures.Where(structure => !Within(structure, marginMm).IsEmpty))
        {
            ClearSurelyNear(CoverageField.Of(structure).Onto(_image), marginMm);
        }

        foreach (Structure structure in structures)
        {
            if (Within(structure, marginMm) is { IsEmpty: false } box)
            {
                ClearNear(CoverageField.Of(structure).Onto(_image), box, marginMm);
            }
        }
    }

    private static void Mark(ReadOnlySpan<float> values, float threshold, Span<bool> marks)
    {
        // No mark is written where none is needed: memory that nobody writes costs nothing.
        var least = new Vector<float>(threshold);
        for (int n = 0; n < values.Length; n += Vector<float>.Count)
        {
            if (n > values.Length - Vector<float>.Count || Vector.GreaterThanOrEqualAny(new Vector<float>(values[n..]), least))
            {
                for (int m = n; m < Math.Min(values.Length, n + Vector<float>.Count); m++)
                {
                    marks[m] = values[m] >= threshold;
                }
            }
        }
    }

    /// <summary>The smallest box of the candidates that may lie within a margin of a structure.</summary>
    private IndexBox Within(Structure structure, double marginMm)
    {
        var own = IndexBox.Of(structure);
        IndexBox box = structure.Grid.IsSameAs(_image) ? own : own.Through(_image.PointToIndex.After(structure.Grid.IndexToPoint));
        IndexBox within = DistanceField.Grow(box, _image, marginMm).Intersect(_whole);
        IndexBox found = default;
        for (int z = within.Z; z < within.Z + within.SizeZ; z++)
        {
            for (int y = within.Y; y < within.Y + within.SizeY; y++)
            {
                ReadOnlySpan<bool> row = Row(within.X, y, z, within.SizeX);
                if (row.IndexOf(true) is >= 0 and var first)
                {
                    found = found.Union(IndexBox.FromCorners(within.X + first, y, z, within.X + row.LastIndexOf(true), y, z));
                }
            }
        }

        return found;
    }

    /// <summary>Clears round each row of a structure within the image what is nearer to one of its voxels than the margin, by rows moved along y or z.</summary>
    private void ClearSurelyNear(CoverageField field, double marginMm)
    {
        Vec3 spacing = _image.SpacingMm;
        (int Y, int Z, int X)[] moves =
        [
            .. Shifts.Select(shift => ((int)(shift * marginMm / spacing.Y), 0, Along(shift))),
            .. Shifts.Select(shift => (0, (int)(shift * marginMm / spacing.Z), Along(shift))),
        ];
        IndexBox inside = field.Box.Intersect(_whole);
        for (int z = inside.Z; z < inside.Z + inside.SizeZ; z++)
        {
            for (int y = inside.Y; y < inside.Y + inside.SizeY; y++)
            {
                ReadOnlySpan<float> row = field.Values.AsSpan(field.IndexOf(inside.X, y, z), inside.SizeX);
                for (int x = 0; x < row.Length; x++)
                {
                    int start = x;
                    while (x < row.Length && row[x] >= 0.5f)
                    {
                        x++;
                    }

                    foreach ((int moveY, int moveZ, int moveX) in x > start ? moves : [])
                    {
                        IndexBox near = new IndexBox(inside.X + start, y + moveY, z + moveZ, x - start, 1, 1).Grow(moveX, 0, 0).Intersect(_whole);
                        if (!near.IsEmpty)
                        {
                            Row(near.X, near.Y, near.Z, near.SizeX).Clear();
                        }
                    }
                }
            }
        }

        // Short of the margin by a thousandth at least, which is more than rounding, and the surface lies farther out than the voxel's centre.
        int Along(double shift) => (int)(0.99 * marginMm * Math.Sqrt(1 - (shift * shift)) / spacing.X);
    }

    private void ClearNear(CoverageField field, IndexBox box, double marginMm)
    {
        // Distances are wanted where candidates are, from what of the structure lies within the margin of them.
        IndexBox around = DistanceField.Grow(box, _image, marginMm + DistanceField.SurfaceMm(_image)).Intersect(_whole);
        float[] distances = DistanceField.OutsideMm(field, around);
        Parallel.For(box.Z, box.Z + box.SizeZ, z =>
        {
            for (int y = box.Y; y < box.Y + box.SizeY; y++)
            {
                Span<bool> row = Row(box.X, y, z, box.SizeX);
                int from = box.X - around.X + (around.SizeX * (y - around.Y + (around.SizeY * (z - around.Z))));
                for (int x = 0; x < row.Length; x++)
                {
                    row[x] &= distances[from + x] > marginMm;
                }
            }
        });
    }

    private Span<bool> Row(int x, int y, int z, int length) => _voxels.AsSpan(x + (_image.Size.X * (y + (_image.Size.Y * z))), length);
}
