using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// The part of the kernel beyond a voxel S table: a few thousandths of the energy (hundredths of 166Ho's, by its gamma rays), spread by photons over centimetres. It varies so
/// slowly that it is convolved on blocks of about 8 mm and interpolated back by cubics (Keys 1981, DOI 10.1109/TASSP.1981.1163711). The medium is infinite there, as everywhere in a
/// convolution: air and the body's surface, from which photons leave, are not known to it.
/// </summary>
public static class BremsstrahlungTail
{
    /// <summary>Where the tail ends, mm of water; further out there is another 0.24 % of the energy of 90Y, most of which leaves a patient.</summary>
    public const double OuterRadiusMm = 100;

    /// <summary>Largest error against the tail on the fine grid, as a share of the largest total dose, of nuclides whose tail is bremsstrahlung; held by a test.</summary>
    public const double StatedError = 3e-5;

    /// <summary>The same as a share of the energy in the tail, for those with more in it.</summary>
    private const double StatedErrorOfTail = 0.02;

    private const double BlockMm = 8;
    private const int Margin = 2;

    /// <summary>Dose that the tail adds.</summary>
    /// <param name="compute">Device for the coarse convolution.</param>
    /// <param name="localDoseGy">Local-deposition dose at the density of the medium, Gy.</param>
    /// <param name="kernel">Point kernel.</param>
    /// <param name="density">Density of the medium.</param>
    /// <param name="relativeMassRange">Relative mass range of the medium.</param>
    /// <param name="fromRadiusMm">Where the voxel S table ends, mm of water.</param>
    public static TailDose Compute(
        IArrayCompute compute,
        Volume localDoseGy,
        PointKernel kernel,
        MassDensity density,
        double relativeMassRange = VoxelSTableFactory.WaterRelativeMassRange,
        double fromRadiusMm = VoxelSTableFactory.DefaultMaxRadiusMm)
    {
        double toRadiusMm = Math.Min(OuterRadiusMm, kernel.MaxRadiusMm);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fromRadiusMm, toRadiusMm);
        VoxelGrid grid = localDoseGy.Grid;
        var blocks = new BlockGrid(grid.Size, grid.SpacingMm, BlockMm, Margin);
        Vec3 waterSpacingMm = density.GramPerMl / relativeMassRange * blocks.SpacingMm;
        Size3 radius = VoxelSTableFactory.RadiusOf(waterSpacingMm, toRadiusMm);
        (double[] fractions, _) = VoxelSTableFactory.Average(kernel, waterSpacingMm, toRadiusMm, radius, fromRadiusMm: fromRadiusMm);

        float[] coarse = blocks.Average(localDoseGy.Values);
        using IDeviceArray source = compute.Upload(coarse);
        using IDeviceArray target = compute.Allocate(coarse.Length);
        compute.ConvolveFft(source, blocks.Size, new(radius, Array.ConvertAll(fractions, fraction => (float)fraction)), target);
        float[] convolved = new float[coarse.Length];
        compute.Download(target, convolved);
        double energy = kernel.FractionWithin(toRadiusMm) - kernel.FractionWithin(fromRadiusMm);
        return new(blocks.Interpolate(convolved), energy, fromRadiusMm, toRadiusMm, Math.Max(StatedError, StatedErrorOfTail * energy));
    }
}
