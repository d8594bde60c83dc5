using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>
/// A named region on its own grid: runs of voxels with their coverage. Structures may overlap one another, and may lie partly or
/// wholly outside the image that they are laid on.
/// </summary>
public sealed class Structure
{
    /// <summary>Makes a structure.</summary>
    /// <param name="name">Name as the user sees it; not empty.</param>
    /// <param name="role">Its part in the dosimetry.</param>
    /// <param name="color">Display colour, or null where the source has none.</param>
    /// <param name="grid">The grid that <paramref name="runs"/> index.</param>
    /// <param name="runs">Runs in ascending order, not overlapping, each within one row, coverage in (0, 1].</param>
    /// <param name="isDerived">True where the program made it from other structures.</param>
    /// <exception cref="ArgumentException">A run breaks the rules above.</exception>
    public Structure(string name, StructureRole role, Rgb? color, VoxelGrid grid, IReadOnlyList<CoverageRun> runs, bool isDerived = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        long end = 0;
        long voxels = 0;
        double covered = 0;
        foreach (CoverageRun run in runs)
        {
            if (run.Start < end || run.Length < 1 || (run.Start % grid.Size.X) + run.Length > grid.Size.X ||
                (long)run.Start + run.Length > grid.Size.Count || !(run.Coverage > 0 && run.Coverage <= 1))
            {
                throw new ArgumentException($"structure '{name}': {run} is out of order, outside its row or grid, or has no coverage in (0, 1]");
            }

            end = (long)run.Start + run.Length;
            voxels += run.Length;
            covered += run.Length * (double)run.Coverage;
        }

        Name = name;
        Role = role;
        Color = color;
        Grid = grid;
        Runs = runs;
        IsDerived = isDerived;
        VoxelCount = voxels;
        VolumeMl = covered * grid.VoxelVolumeMl;
    }

    /// <summary>Name as the user sees it.</summary>
    public string Name { get; }

    /// <summary>Part in the dosimetry.</summary>
    public StructureRole Role { get; }

    /// <summary>Display colour; null where the source has none.</summary>
    public Rgb? Color { get; }

    /// <summary>The structure's own grid.</summary>
    public VoxelGrid Grid { get; }

    /// <summary>Covered voxels in ascending order.</summary>
    public IReadOnlyList<CoverageRun> Runs { get; }

    /// <summary>True where the program made it from other structures.</summary>
    public bool IsDerived { get; }

    /// <summary>Number of voxels with any coverage.</summary>
    public long VoxelCount { get; }

    /// <summary>Volume, mL: sum of coverage times voxel volume.</summary>
    public double VolumeMl { get; }

    /// <summary>The same structure with another role.</summary>
    public Structure WithRole(StructureRole role) => new(Name, role, Color, Grid, Runs, IsDerived);

    /// <summary>The same structure seen from another frame; see <see cref="VoxelGrid.SeenFrom"/>.</summary>
    public Structure SeenFrom(AffineTransform frameToGrid) => new(Name, Role, Color, Grid.SeenFrom(frameToGrid), Runs, IsDerived);

    /// <summary>Makes a structure of the voxels for which <paramref name="coverage"/> is above zero.</summary>
    /// <param name="name">Name.</param>
    /// <param name="role">Role.</param>
    /// <param name="color">Colour or null.</param>
    /// <param name="grid">Grid of the coverage.</param>
    /// <param name="coverage">Coverage by linear index, 0 to 1.</param>
    /// <param name="isDerived">True where the program made it.</param>
    public static Structure FromCoverage(
        string name, StructureRole role, Rgb? color, VoxelGrid grid, Func<int, float> coverage, bool isDerived = false)
    {
        var runs = new List<CoverageRun>();
        int rows = grid.Size.Y * grid.Size.Z;
        for (int row = 0; row < rows; row++)
        {
            int rowStart = row * grid.Size.X;
            int start = 0;
            float current = 0;
            for (int x = 0; x <= grid.Size.X; x++)
            {
                float value = x < grid.Size.X ? coverage(rowStart + x) : 0;
                if (value == current)
                {
                    continue;
                }

                if (current > 0)
                {
                    runs.Add(new(rowStart + start, x - start, current));
                }

                start = x;
                current = value;
            }
        }

        return new(name, role, color, grid, runs, isDerived);
    }
}
