using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>Simulated activity on a real anatomy: liver and lungs from labels, three tumours in the liver. Still no patient.</summary>
public static class AnatomyPhantom
{
    private static readonly double[] RadiiMm = [20, 12, 8];

    /// <summary>The recipe.</summary>
    /// <param name="liver">The liver; its grid is the phantom's.</param>
    /// <param name="lungs">Lungs on any grid; may be none.</param>
    /// <param name="seed">Moves the tumours: each lies round a voxel of the liver that the seed picks.</param>
    /// <exception cref="InvalidInputException">The liver is empty.</exception>
    public static PhantomRecipe Recipe(Structure liver, IReadOnlyList<Structure> lungs, int seed)
    {
        if (liver.VoxelCount == 0)
        {
            throw new InvalidInputException($"structure '{liver.Name}' is empty; an anatomy phantom needs a liver");
        }

        VoxelGrid grid = liver.Grid;
        CoverageField inLiver = CoverageField.Of(liver);
        Func<Vec3, bool> isLiver = point => Covers(inLiver, point);
        var regions = new List<PhantomRegion>();
        foreach (Structure lung in lungs)
        {
            CoverageField inLung = CoverageField.Of(lung);
            regions.Add(new(lung.Name, StructureRole.Lung, lung.Color, point => Covers(inLung, point), 0.035, 0));
        }

        regions.Add(new("Liver", StructureRole.Liver, liver.Color, isLiver, 1, 0));
        for (int n = 0; n < RadiiMm.Length; n++)
        {
            Func<Vec3, bool> sphere = Shapes.Sphere(CentreOf(liver, (uint)seed + ((uint)n * 7919)), RadiiMm[n]);
            regions.Add(new($"Tumor {n + 1}", StructureRole.Tumor, null, Shapes.Common(sphere, isLiver), 5, 0));
        }

        return new()
        {
            Name = "anatomy",
            Description = "simulated activity with three tumours at T/N 5 on the liver of a real CT",
            Grid = grid,
            Total = Activity.FromMegabecquerel(2000),
            Regions = regions,
        };
    }

    private static bool Covers(CoverageField field, Vec3 point)
    {
        Vec3 at = field.Grid.PointToIndex.Apply(point);
        return field.At((int)Math.Floor(at.X + 0.5), (int)Math.Floor(at.Y + 0.5), (int)Math.Floor(at.Z + 0.5)) >= 0.5f;
    }

    /// <summary>Centre of one of the liver's voxels, by a multiplicative hash of the seed.</summary>
    private static Vec3 CentreOf(Structure liver, uint seed)
    {
        const uint knuth = 2654435761;
        long pick = (long)((ulong)(uint)((seed + 1) * knuth) * (ulong)liver.VoxelCount >> 32);
        foreach (CoverageRun run in liver.Runs)
        {
            if (pick < run.Length)
            {
                int voxel = run.Start + (int)pick;
                int row = voxel / liver.Grid.Size.X;
                return liver.Grid.IndexToPoint.Apply(new(voxel % liver.Grid.Size.X, row % liver.Grid.Size.Y, row / liver.Grid.Size.Y));
            }

            pick -= run.Length;
        }

        throw new InvalidOperationException("the pick lies within the number of voxels");
    }
}
