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
        VoxelGrid grid = spacingMm is { } spacing ? PhantomRecipe.Respaced(recipe.Grid, spacing) : recipe.Grid;
        int[] owner = Owners(recipe, grid);
        double relativeTotal = owner.Sum(r => r < 0 ? 0 : recipe.Regions[r].RelativeConcentration) * grid.VoxelVolumeMl;
        double scale = recipe.Total.Becquerel / relativeTotal;
        Volume activity = Filled(region => scale * region.RelativeConcentration, 0);
        Volume? predicted = recipe.PredictedLungShunt is null
            ? null
            : Filled(region => region.PredictedConcentration ?? region.RelativeConcentration, 0);
        Structure[] structures = [.. recipe.Regions.Where(r => r.Name is not null).Select(r => StructureOf(r, grid))];
        return new(recipe, activity, predicted, Filled(region => region.Hounsfield, AirHounsfield), structures);

        Volume Filled(Func<PhantomRegion, double> value, double outside) =>
            new(grid, Array.ConvertAll(owner, r => (float)(r < 0 ? outside : value(recipe.Regions[r]))));
    }

    private static int[] Owners(PhantomRecipe recipe, VoxelGrid grid)
    {
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
        return owner;
    }

    private static Structure StructureOf(PhantomRegion region, VoxelGrid grid) =>
        Structure.FromCoverage(region.Name!, region.Role, region.Color, grid, n =>
        {
            int row = n / grid.Size.X;
            return region.Contains(grid.IndexToPoint.Apply(new(n % grid.Size.X, row % grid.Size.Y, row / grid.Size.Y))) ? 1 : 0;
        });
}
