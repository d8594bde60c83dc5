using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>Samples made directly from lists of values, as a row of voxels.</summary>
internal static class TestSamples
{
    internal static StructureSamples Of(params float[] values) => Of(values, null);

    internal static StructureSamples Of(float[] values, float[]? coverages)
    {
        var grid = VoxelGrid.AxisAligned(new(values.Length, 1, 1), new(1, 1, 1));
        Structure structure = Structure.FromCoverage("row", StructureRole.Tumor, null, grid, n => coverages is null ? 1 : coverages[n]);
        return StructureSampler.Sample(structure, grid, [values]);
    }

    internal static Structure Box(VoxelGrid grid, int x0, int y0, int z0, int x1, int y1, int z1, string name = "box", StructureRole role = StructureRole.Other) =>
        Structure.FromCoverage(name, role, null, grid, n =>
        {
            int x = n % grid.Size.X;
            int y = n / grid.Size.X % grid.Size.Y;
            int z = n / (grid.Size.X * grid.Size.Y);
            return x >= x0 && x <= x1 && y >= y0 && y <= y1 && z >= z0 && z <= z1 ? 1 : 0;
        });

    internal static Structure Sphere(VoxelGrid grid, Vec3 centreMm, double radiusMm, string name = "sphere", StructureRole role = StructureRole.Tumor) =>
        Structure.FromCoverage(name, role, null, grid, n =>
        {
            Vec3 at = grid.IndexToPoint.Apply(new(n % grid.Size.X, n / grid.Size.X % grid.Size.Y, n / (grid.Size.X * grid.Size.Y)));
            return (at - centreMm).Length <= radiusMm ? 1 : 0;
        });

    /// <summary>Values of a function of position on a grid.</summary>
    internal static float[] Field(VoxelGrid grid, Func<Vec3, double> value)
    {
        float[] values = new float[grid.Size.Count];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)value(grid.IndexToPoint.Apply(new(n % grid.Size.X, n / grid.Size.X % grid.Size.Y, n / (grid.Size.X * grid.Size.Y))));
        }

        return values;
    }
}
