using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

public sealed class BremsstrahlungTailTests
{
    private static readonly MassDensity Water = MassDensity.FromGramPerMl(1);

    /// <summary>A hot ball beside a cold one and a lone hot voxel: the coarse tail against the fine table to 100 mm less the one to 12 mm.</summary>
    [Theory]
    [InlineData("Y-90")]
    [InlineData("Ho-166")]
    [InlineData("P-32")]
    public void Compute_AgainstTheFineTable_KeepsItsStatedError(string nuclide)
    {
        PointKernel kernel = PointKernel.Load(nuclide);
        using IArrayCompute compute = new HostCompute();
        Size3 size = new(37, 30, 26);
        Vec3 spacingMm = new(4.07, 4.07, 5);
        float[] local = new float[size.Count];
        for (int n = 0; n < local.Length; n++)
        {
            double x = ((n % size.X) - 14) * spacingMm.X;
            double y = ((n / size.X % size.Y) - 12) * spacingMm.Y;
            double z = ((n / (size.X * size.Y)) - 11) * spacingMm.Z;
            double r2 = (x * x) + (y * y) + (z * z);
            local[n] = r2 < 20 * 20 ? 200 : r2 < 50 * 50 ? 40 : 0;
        }

        local[size.X - 2] = 200;
        VoxelSTable wide = VoxelSTableFactory.Create(kernel, spacingMm, Water, maxRadiusMm: BremsstrahlungTail.OuterRadiusMm);
        VoxelSTable narrow = VoxelSTableFactory.Create(kernel, spacingMm, Water);
        float[] all = Convolve(compute, local, size, wide);
        float[] near = Convolve(compute, local, size, narrow);

        TailDose tail = BremsstrahlungTail.Compute(compute, new(VoxelGrid.AxisAligned(size, spacingMm), local), kernel, Water);

        double worst = Enumerable.Range(0, local.Length).Max(n => Math.Abs(near[n] + tail.DoseGy[n] - all[n])) / all.Max();
        Assert.True(worst < tail.MaxError, $"error {worst:E2} of the maximum");
        Assert.Equal(wide.EnergyFractionInside - narrow.EnergyFractionInside, tail.EnergyFraction, 1e-9);
        Assert.True(tail.DoseGy.Max() > 2e-4 * all.Max(), $"tail {tail.DoseGy.Max() / all.Max():E2}, error {worst:E2}");
    }

    private static float[] Convolve(IArrayCompute compute, float[] local, Size3 size, VoxelSTable table)
    {
        using IDeviceArray source = compute.Upload(local);
        using IDeviceArray target = compute.Allocate(local.Length);
        compute.ConvolveFft(source, size, new(table.Radius, Array.ConvertAll(table.Fractions, f => (float)f)), target);
        float[] dose = new float[local.Length];
        compute.Download(target, dose);
        return dose;
    }
}
