using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>Lays a recipe on a grid: a voxel takes the last region that contains its centre.</summary>
public static class PhantomBuilder
{
    /// <summary>CT number of the air round the phantom, HU.</summary>
    private const double AirHounsfield = -1000;

    /// <summary>Builds a phantom.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="spacingMm">Voxel spacing, mm; null for the recipe's own.</param>
    public static Phantom Build(PhantomRecipe recipe, Vec3? spacingMm = null)
    {
        VoxelGrid grid = GridOf(recipe.ExtentMm, spacingMm ?? recipe.SpacingMm);
        int[] owner = new int[grid.Size.Count];
        Parallel.For(0, grid.Size.Z, z =>
        {
            int n = z * grid.Size.X * grid.Size.Y;
            for (int y = 0; y < grid.Size.Y; y++)
            {
                for (int x = 0; x < grid.Size.X; x++, n++)
                {
                    Vec3 point = grid.IndexToPoint.Apply(new(x, y, z));
                    owner[n] = -1;
                    for (int r = recipe.Regions.Count - 1; r >= 0 && owner[n] < 0; r--)
                    {
                        owner[n] = recipe.Regions[r].Contains(point) ? r : -1;
                    }
                }
            }
        });

        double relativeTotal = owner.Sum(r => r < 0 ? 0 : recipe.Regions[r].RelativeConcentration) * grid.VoxelVolumeMl;
        double scale = recipe.Total.Becquerel / relativeTotal;
        float[] activity = Array.ConvertAll(owner, r => r < 0 ? 0 : (float)(scale * recipe.Regions[r].RelativeConcentration));
        float[] ct = Array.ConvertAll(owner, r => (float)(r < 0 ? AirHounsfield : recipe.Regions[r].Hounsfield));
        return new(recipe, new(grid, activity), new(grid, ct), [.. recipe.Regions.Where(r => r.Name is not null).Select(r => StructureOf(r, grid))]);
    }

    private static VoxelGrid GridOf(Vec3 extentMm, Vec3 spacingMm)
    {
        Size3 size = new(Count(extentMm.X, spacingMm.X), Count(extentMm.Y, spacingMm.Y), Count(extentMm.Z, spacingMm.Z));
        Vec3 origin = new(-0.5 * (size.X - 1) * spacingMm.X, -0.5 * (size.Y - 1) * spacingMm.Y, -0.5 * (size.Z - 1) * spacingMm.Z);
        return VoxelGrid.AxisAligned(size, spacingMm, origin);
    }

    private static int Count(double extentMm, double spacingMm) => Math.Max(1, (int)Math.Round(extentMm / spacingMm));

    private static Structure StructureOf(PhantomRegion region, VoxelGrid grid) =>
        Structure.FromCoverage(region.Name!, region.Role, region.Color, grid, n =>
        {
            int row = n / grid.Size.X;
            return region.Contains(grid.IndexToPoint.Apply(new(n % grid.Size.X, row % grid.Size.Y, row / grid.Size.Y))) ? 1 : 0;
        });
}
