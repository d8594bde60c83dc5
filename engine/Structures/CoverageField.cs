using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>Coverage in a box of a grid; zero outside the box. What set operations on structures are done with.</summary>
internal sealed class CoverageField
{
    private CoverageField(VoxelGrid grid, IndexBox box, float[] values)
    {
        Grid = grid;
        Box = box;
        Values = values;
    }

    internal VoxelGrid Grid { get; }

    internal IndexBox Box { get; }

    internal float[] Values { get; }

    internal static CoverageField Empty(VoxelGrid grid, IndexBox box)
    {
        if (box.Count > Array.MaxLength)
        {
            throw new InvalidInputException(
                $"a derived structure would need {box.Count} voxels of {grid.SpacingMm.X:g3} x {grid.SpacingMm.Y:g3} x {grid.SpacingMm.Z:g3} mm; " +
                "give the structures on coarser grids, or nearer to one another");
        }

        return new(grid, box, new float[box.Count]);
    }

    internal static CoverageField Of(Structure structure) => WithMargin(structure, 0);

    /// <summary>The coverage of a structure, with a number of empty voxels round its box.</summary>
    internal static CoverageField WithMargin(Structure structure, int margin)
    {
        CoverageField field = Empty(structure.Grid, IndexBox.Of(structure).Grow(margin, margin, margin));
        Size3 size = structure.Grid.Size;
        foreach (CoverageRun run in structure.Runs)
        {
            int row = run.Start / size.X;
            field.Values.AsSpan(field.IndexOf(run.Start - (row * size.X), row % size.Y, row / size.Y), run.Length).Fill(run.Coverage);
        }

        return field;
    }

    internal int IndexOf(int x, int y, int z) => x - Box.X + (Box.SizeX * (y - Box.Y + (Box.SizeY * (z - Box.Z))));

    internal float At(int x, int y, int z) =>
        x < Box.X || y < Box.Y || z < Box.Z || x >= Box.X + Box.SizeX || y >= Box.Y + Box.SizeY || z >= Box.Z + Box.SizeZ
            ? 0
            : Values[IndexOf(x, y, z)];

    /// <summary>True where a point, in voxels of this grid, lies in a voxel at least half covered.</summary>
    internal bool Contains(Vec3 index) => At(Nearest(index.X), Nearest(index.Y), Nearest(index.Z)) >= 0.5f;

    /// <summary>
    /// The same region on another grid: as it is where the grids are the same, else 1 in the voxels whose centre it contains (lies in a
    /// voxel at least half covered), 0 elsewhere.
    /// </summary>
    internal CoverageField Onto(VoxelGrid grid)
    {
        if (ReferenceEquals(grid, Grid) || grid.IsSameAs(Grid))
        {
            return new(grid, Box, Values);
        }

        AffineTransform toGrid = grid.PointToIndex.After(Grid.IndexToPoint);
        AffineTransform toThis = Grid.PointToIndex.After(grid.IndexToPoint);
        CoverageField target = Empty(grid, Box.Through(toGrid));
        Parallel.For(target.Box.Z, target.Box.Z + target.Box.SizeZ, z =>
        {
            for (int y = target.Box.Y; y < target.Box.Y + target.Box.SizeY; y++)
            {
                int n = target.IndexOf(target.Box.X, y, z);
                for (int x = target.Box.X; x < target.Box.X + target.Box.SizeX; x++, n++)
                {
                    target.Values[n] = Contains(toThis.Apply(new(x, y, z))) ? 1 : 0;
                }
            }
        });
        return target;
    }

    /// <summary>A copy that covers another box.</summary>
    internal CoverageField Within(IndexBox box)
    {
        CoverageField target = Empty(Grid, box);
        IndexBox common = Box.Intersect(box);
        for (int z = common.Z; z < common.Z + common.SizeZ; z++)
        {
            for (int y = common.Y; y < common.Y + common.SizeY; y++)
            {
                Values.AsSpan(IndexOf(common.X, y, z), common.SizeX).CopyTo(target.Values.AsSpan(target.IndexOf(common.X, y, z)));
            }
        }

        return target;
    }

    /// <summary>Changes each voxel of this field by that of another one on the same grid, which is 0 outside its box.</summary>
    internal void Combine(CoverageField other, Func<float, float, float> operation)
    {
        for (int z = Box.Z, n = 0; z < Box.Z + Box.SizeZ; z++)
        {
            for (int y = Box.Y; y < Box.Y + Box.SizeY; y++)
            {
                for (int x = Box.X; x < Box.X + Box.SizeX; x++, n++)
                {
                    Values[n] = operation(Values[n], other.At(x, y, z));
                }
            }
        }
    }

    /// <summary>Takes the larger coverage of each voxel of another field on the same grid, whose box lies within this one's.</summary>
    internal void Include(CoverageField other)
    {
        for (int z = other.Box.Z; z < other.Box.Z + other.Box.SizeZ; z++)
        {
            for (int y = other.Box.Y; y < other.Box.Y + other.Box.SizeY; y++)
            {
                Span<float> here = Values.AsSpan(IndexOf(other.Box.X, y, z), other.Box.SizeX);
                ReadOnlySpan<float> there = other.Values.AsSpan(other.IndexOf(other.Box.X, y, z), other.Box.SizeX);
                for (int x = 0; x < here.Length; x++)
                {
                    here[x] = Math.Max(here[x], there[x]);
                }
            }
        }
    }

    /// <summary>Takes out the voxels whose centre lies in the other field (on the same grid).</summary>
    internal void Remove(CoverageField other)
    {
        IndexBox common = Box.Intersect(other.Box);
        for (int z = common.Z; z < common.Z + common.SizeZ; z++)
        {
            for (int y = common.Y; y < common.Y + common.SizeY; y++)
            {
                Span<float> here = Values.AsSpan(IndexOf(common.X, y, z), common.SizeX);
                ReadOnlySpan<float> there = other.Values.AsSpan(other.IndexOf(common.X, y, z), common.SizeX);
                for (int x = 0; x < here.Length; x++)
                {
                    here[x] = there[x] >= 0.5f ? 0 : here[x];
                }
            }
        }
    }

    /// <summary>The structure, on this grid where the box lies within it, else on a grid extended by whole voxels.</summary>
    internal Structure ToStructure(string name, StructureRole role, Rgb? color)
    {
        var whole = new IndexBox(0, 0, 0, Grid.Size.X, Grid.Size.Y, Grid.Size.Z);
        bool fits = Box.IsEmpty || Box.Intersect(whole) == Box;
        VoxelGrid grid = fits ? Grid : new(
            new(Box.SizeX, Box.SizeY, Box.SizeZ), Grid.SpacingMm, Grid.IndexToPoint.Apply(new(Box.X, Box.Y, Box.Z)), Grid.Direction);
        (int x0, int y0, int z0) = fits ? (Box.X, Box.Y, Box.Z) : (0, 0, 0);
        var runs = new List<CoverageRun>();
        for (int z = 0; z < Box.SizeZ && !Box.IsEmpty; z++)
        {
            for (int y = 0; y < Box.SizeY; y++)
            {
                int start = x0 + (grid.Size.X * (y0 + y + (grid.Size.Y * (z0 + z))));
                AddRuns(runs, Values.AsSpan(Box.SizeX * (y + (Box.SizeY * z)), Box.SizeX), start);
            }
        }

        return new(name, role, color, grid, runs, isDerived: true);
    }

    private static void AddRuns(List<CoverageRun> runs, ReadOnlySpan<float> row, int start)
    {
        for (int x = 0; x < row.Length;)
        {
            float value = row[x];
            int end = x + 1;
            while (end < row.Length && row[end] == value)
            {
                end++;
            }

            if (value > 0)
            {
                runs.Add(new(start + x, end - x, value));
            }

            x = end;
        }
    }

    private static int Nearest(double index) => (int)Math.Floor(index + 0.5);
}
