using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>What to mind about a structure's numbers; the codes stand in results.json and may be given to --fail-on.</summary>
public static class StructureFlags
{
    /// <summary>The structure has no voxel.</summary>
    public const string Empty = "empty-structure";

    /// <summary>No part of it lies in the image.</summary>
    public const string Outside = "outside-image";

    /// <summary>Part of it lies beyond the image and is left out of the statistics.</summary>
    public const string Clipped = "clipped";

    /// <summary>It comes nearer to the image's edge than the electrons reach, so that dose from outside is missing.</summary>
    public const string AtEdge = "at-edge";

    /// <summary>It is so small that the image shows too little of its activity.</summary>
    public const string Small = "small";

    /// <summary>It shares volume with another structure that should lie apart from it.</summary>
    public const string Overlapping = "overlapping";

    /// <summary>Reach of 90Y electrons in soft tissue, mm: 99.6 % of the energy stays within it; those of 166Ho and 32P end before.</summary>
    internal const double ReachMm = 12;

    /// <summary>Volume, mL, below which recovery on 90Y PET was between 0.2 and 0.86 (docs/statistics.md).</summary>
    internal const double SmallMl = 8;

    /// <summary>Rounding of grids may lose this share at the edge without the structure being called clipped.</summary>
    private const double CoverageTolerance = 1e-3;

    /// <summary>Flags of all structures, with the sentence that explains each.</summary>
    /// <param name="structures">Drawn and derived structures, seen from the frame of the image.</param>
    /// <param name="image">Grid of the dose.</param>
    /// <param name="coveredFractions">Share of each that the image covers.</param>
    /// <returns>For each structure its flags as warnings, in the order of this class's constants.</returns>
    public static IReadOnlyList<IReadOnlyList<Warning>> Find(
        IReadOnlyList<Structure> structures, VoxelGrid image, IReadOnlyList<double> coveredFractions)
    {
        var flags = new List<Warning>[structures.Count];
        for (int n = 0; n < flags.Length; n++)
        {
            flags[n] = [.. OfOne(structures[n], image, coveredFractions[n])];
        }

        for (int a = 0; a < flags.Length; a++)
        {
            for (int b = a + 1; b < flags.Length; b++)
            {
                if (ShouldLieApart(structures[a], structures[b]) && StructureOverlap.VolumeMl(structures[a], structures[b]) is > 0 and var commonMl)
                {
                    flags[a].Add(Overlap(structures[a], structures[b], commonMl));
                    flags[b].Add(Overlap(structures[b], structures[a], commonMl));
                }
            }
        }

        return flags;
    }

    private static IEnumerable<Warning> OfOne(Structure structure, VoxelGrid image, double covered)
    {
        if (structure.VoxelCount == 0)
        {
            yield return new(Empty, $"'{structure.Name}' has no voxel; nothing can be said of its dose");
            yield break;
        }

        if (covered == 0)
        {
            yield return new(Outside, $"'{structure.Name}' lies wholly beyond the image; check that both share one frame, or give --transform");
            yield break;
        }

        if (covered < 1 - CoverageTolerance)
        {
            yield return new(Clipped, $"the image covers {100 * covered:f1} % of '{structure.Name}'; the statistics are of that part");
        }

        double edgeMm = DistanceToEdgeMm(structure, image);
        if (edgeMm < ReachMm)
        {
            yield return new(AtEdge, $"'{structure.Name}' comes within {Math.Max(0, edgeMm):f1} mm of the image's edge; dose from activity beyond it (reach {ReachMm:f0} mm) is missing");
        }

        if (structure.VolumeMl < SmallMl)
        {
            yield return new(Small, $"'{structure.Name}' has {structure.VolumeMl:f2} mL, less than {SmallMl:f0} mL: blur makes the image, and so the dose, too low by an unknown factor (recovery 0.2 to 0.86 is published for 0.5 to 26.5 mL)");
        }
    }

    private static Warning Overlap(Structure one, Structure other, double commonMl) => new(
        Overlapping, $"'{one.Name}' shares {commonMl:f2} mL ({100 * commonMl / one.VolumeMl:f0} %) with '{other.Name}'; both keep it");

    /// <summary>Tumours, perfused volumes and normal tissue lie within the liver, and tumours within perfused volumes; all else is disjoint.</summary>
    private static bool ShouldLieApart(Structure a, Structure b)
    {
        if (a.IsDerived || b.IsDerived || a.Role == StructureRole.Other || b.Role == StructureRole.Other)
        {
            return false;
        }

        if (a.Role == b.Role)
        {
            return a.Role != StructureRole.Liver;
        }

        return Either(StructureRole.Lung) || (Either(StructureRole.Tumor) && Either(StructureRole.NormalLiver));

        bool Either(StructureRole role) => a.Role == role || b.Role == role;
    }

    /// <summary>Smallest distance of a covered voxel's centre from the faces of the image, mm; negative beyond them.</summary>
    internal static double DistanceToEdgeMm(Structure structure, VoxelGrid image)
    {
        Vec3 stepsMm = PlaneDistancesMm(image);
        AffineTransform toImage = image.PointToIndex.After(structure.Grid.IndexToPoint);
        Size3 size = structure.Grid.Size;
        double nearest = double.PositiveInfinity;
        foreach (CoverageRun run in structure.Runs)
        {
            int row = run.Start / size.X;
            int x = run.Start - (row * size.X);
            // A distance from a plane is linear along the run, so its ends are its extremes.
            nearest = Math.Min(nearest, Distance(toImage.Apply(new(x, row % size.Y, row / size.Y))));
            nearest = Math.Min(nearest, Distance(toImage.Apply(new(x + run.Length - 1, row % size.Y, row / size.Y))));
        }

        return nearest;

        double Distance(Vec3 at)
        {
            double least = double.PositiveInfinity;
            for (int axis = 0; axis < 3; axis++)
            {
                least = Math.Min(least, stepsMm[axis] * Math.Min(at[axis] + 0.5, image.Size[axis] - 0.5 - at[axis]));
            }

            return least;
        }
    }

    /// <summary>Distance of neighbouring voxel planes, mm: the spacing, unless the axes are sheared.</summary>
    private static Vec3 PlaneDistancesMm(VoxelGrid grid)
    {
        Mat3 m = grid.PointToIndex.Matrix;
        return new(
            1 / new Vec3(m.ColumnX.X, m.ColumnY.X, m.ColumnZ.X).Length,
            1 / new Vec3(m.ColumnX.Y, m.ColumnY.Y, m.ColumnZ.Y).Length,
            1 / new Vec3(m.ColumnX.Z, m.ColumnY.Z, m.ColumnZ.Z).Length);
    }
}
