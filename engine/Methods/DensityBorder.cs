using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Methods;

/// <summary>
/// Where a density-scaled convolution must not be reported: in light tissue so near to denser tissue that electrons cross the border. Against
/// Monte Carlo the first lung voxel beside liver is wrong by a factor of two (docs/physics.md).
/// </summary>
internal static class DensityBorder
{
    /// <summary>Code of the flag and the warning.</summary>
    internal const string Code = "density-border";

    /// <summary>Below this density, g/mL, tissue counts as light: lung.</summary>
    private const double LightGPerMl = 0.6;

    /// <summary>Reach of 90Y electrons in soft tissue, mm.</summary>
    private const double ReachMm = 12;

    /// <summary>1 in the voxels that must not be reported, 0 elsewhere.</summary>
    internal static float[] Mask(Volume densityGPerMl)
    {
        VoxelGrid grid = densityGPerMl.Grid;
        float[] mask = new float[densityGPerMl.Values.Length];
        Structure dense = Structure.FromCoverage(
            "dense", StructureRole.Other, null, grid, n => densityGPerMl.Values[n] >= LightGPerMl ? 1 : 0, isDerived: true);
        if (dense.VoxelCount == 0 || dense.VoxelCount == grid.Size.Count)
        {
            return mask;
        }

        var whole = IndexBox.FromCorners(0, 0, 0, grid.Size.X - 1, grid.Size.Y - 1, grid.Size.Z - 1);
        float[] distanceMm = DistanceField.SignedMm(CoverageField.Of(dense), whole);
        for (int n = 0; n < mask.Length; n++)
        {
            mask[n] = densityGPerMl.Values[n] < LightGPerMl && distanceMm[n] <= ReachMm ? 1 : 0;
        }

        return mask;
    }

    /// <summary>For each structure the share of its volume that must not be reported, and the warning that says so; null where there is none.</summary>
    internal static (IReadOnlyList<double> Shares, Warning? Warning) Find(Volume densityGPerMl, IReadOnlyList<Structure> shapes)
    {
        float[] mask = Mask(densityGPerMl);
        double[] shares = [.. shapes.Select(shape => StructureSampler.Sample(shape, densityGPerMl.Grid, [mask]).Mean(0) ?? 0)];
        int voxels = mask.Count(value => value > 0);
        string touched = string.Join(", ", shapes.Where((_, n) => shares[n] > 0).Select(shape => $"'{shape.Name}'"));
        return (shares, voxels == 0 ? null : new(Code,
            $"{voxels} voxels below {LightGPerMl} g/mL lie within {ReachMm} mm of denser tissue; their vsv-density dose is not reportable" +
            (touched.Length > 0 ? $" (in {touched})" : string.Empty)));
    }
}
