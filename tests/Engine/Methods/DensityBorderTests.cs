using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods;

public sealed class DensityBorderTests
{
    [Fact]
    public void Find_LungBesideLiver_MarksTheLungWithinReach()
    {
        // Liver in z 0 to 9, lung in z 10 to 29, voxels of 3 mm: the lung's first four layers have their centres 1.5 to 10.5 mm from the border,
        // the fifth 13.5 mm.
        var grid = VoxelGrid.AxisAligned(new(4, 4, 30), new(3, 3, 3));
        Volume density = new(grid, [.. Enumerable.Range(0, 480).Select(n => n < 160 ? 1.05f : 0.26f)]);
        Structure liver = Structure.FromCoverage("Liver", StructureRole.Liver, null, grid, n => n < 160 ? 1 : 0);
        Structure lung = Structure.FromCoverage("Lung", StructureRole.Lung, null, grid, n => n >= 160 ? 1 : 0);

        (IReadOnlyList<double> shares, VoxelDose.Engine.Results.Warning? warning) = DensityBorder.Find(density, [liver, lung]);

        Assert.Equal([0, 4 / 20.0], shares.Select(share => Math.Round(share, 9)));
        Assert.Contains("64 voxels", warning!.Message, StringComparison.Ordinal);
        Assert.Contains("'Lung'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OneDensity_SaysNothing()
    {
        var grid = VoxelGrid.AxisAligned(new(4, 4, 4), new(3, 3, 3));

        Assert.Null(DensityBorder.Find(new(grid, [.. Enumerable.Repeat(1.05f, 64)]), []).Warning);
    }
}
