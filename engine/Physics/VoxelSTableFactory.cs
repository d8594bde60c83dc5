using System.Collections.Concurrent;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Voxel S tables from a point kernel by averaging over source and target voxel, for any spacing, density and relative mass range.
/// In a medium of mass density rho whose range in g/cm2 is k times that of water the kernel is that of water with lengths scaled by
/// k / rho, so the absorbed fractions are those of water for voxels of rho / k times the spacing. Nothing is renormalised: what the
/// kernel absorbs beyond the table's radius is missing from the table, as <see cref="VoxelSTable.EnergyFractionInside"/> says.
/// </summary>
public static class VoxelSTableFactory
{
    /// <summary>Radius of a table where none is asked, mm of water: the longest electron range of 90Y; beyond it there is bremsstrahlung alone.</summary>
    public const double DefaultMaxRadiusMm = 12;

    /// <summary>Relative mass range of water.</summary>
    public const double WaterRelativeMassRange = 1;

    /// <summary>Relative mass range of ICRU soft tissue: 90Y electrons go 1.4 % further per g/cm2 than in water (EGSnrc v2025a, own runs; docs/physics.md).</summary>
    public const double SoftTissueRelativeMassRange = 1.014;

    private const int MaxEntries = 1 << 24;

    /// <summary>Averaging over voxels of 0.1 x 5 x 5 mm takes 9 s, and six times as long for each halving of the thinnest side.</summary>
    private const double ThinnestMm = 0.05;
    private const int MaxCached = 64;
    private static readonly ConcurrentDictionary<Key, Lazy<VoxelSTable>> Cache = new();

    /// <summary>Makes a table, or gives one that was made of the same content before.</summary>
    /// <param name="kernel">Point kernel in water of 1 g/cm3.</param>
    /// <param name="spacingMm">Voxel spacing, mm.</param>
    /// <param name="density">Mass density of the medium.</param>
    /// <param name="relativeMassRange">Range of the electrons per g/cm2 relative to water.</param>
    /// <param name="maxRadiusMm">How far the kernel is taken, mm of water; null takes <see cref="DefaultMaxRadiusMm"/>.</param>
    /// <exception cref="InvalidInputException">A parameter is out of its range, or the table would have more than 2^24 entries an octant.</exception>
    public static VoxelSTable Create(
        PointKernel kernel, Vec3 spacingMm, MassDensity density, double relativeMassRange = WaterRelativeMassRange, double? maxRadiusMm = null)
    {
        double radiusMm = maxRadiusMm ?? Math.Min(DefaultMaxRadiusMm, kernel.MaxRadiusMm);
        Check(kernel, spacingMm, density, relativeMassRange, radiusMm);
        var key = new Key(kernel.ContentKey, spacingMm, density, relativeMassRange, radiusMm);
        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        return Cache.GetOrAdd(key, _ => new(() => Make(kernel, spacingMm, density, relativeMassRange, radiusMm))).Value;
    }

    /// <summary>Absorbed fractions of one octant and their statistical variances, without cache, at a chosen refinement of the quadrature.</summary>
    /// <param name="kernel">Point kernel.</param>
    /// <param name="waterSpacingMm">Spacing, mm of water.</param>
    /// <param name="radiusMm">Where the kernel ends, mm of water.</param>
    /// <param name="radius">Largest offsets of the table.</param>
    /// <param name="refinement">1 for use; larger values multiply the nodes of the quadrature.</param>
    /// <param name="fromRadiusMm">Where the kernel begins, mm of water.</param>
    internal static (double[] Fractions, double[] Variances) Average(
        PointKernel kernel, Vec3 waterSpacingMm, double radiusMm, Size3 radius, int refinement = 1, double fromRadiusMm = 0)
    {
        var averager = new ShellAverager(waterSpacingMm, radius, refinement);
        double[] fractions = new double[(radius.X + 1) * (radius.Y + 1) * (radius.Z + 1)];
        double[] variances = new double[fractions.Length];
        for (int shell = 0; shell < kernel.Fractions.Length && kernel.RadiiMm[shell] < radiusMm; shell++)
        {
            double innerMm = Math.Max(kernel.RadiiMm[shell], fromRadiusMm);
            double outerMm = Math.Min(kernel.RadiiMm[shell + 1], radiusMm);
            if (outerMm <= innerMm)
            {
                continue;
            }

            double fraction = kernel.Fractions[shell] * ((outerMm - innerMm) / (kernel.RadiiMm[shell + 1] - kernel.RadiiMm[shell]));
            double uncertainty = fraction * kernel.RelativeUncertainties[shell];
            ReadOnlySpan<double> weights = averager.Average(innerMm, outerMm);
            for (int n = 0; n < weights.Length; n++)
            {
                double weight = weights[n];
                fractions[n] += fraction * weight;
                variances[n] += uncertainty * uncertainty * weight * weight;
            }
        }

        return (fractions, variances);
    }

    /// <summary>Largest offsets that a kernel of the radius reaches: a voxel pair n apart has distances from n - 1 spacings on.</summary>
    internal static Size3 RadiusOf(Vec3 waterSpacingMm, double radiusMm)
    {
        int Steps(double spacing) => (int)Math.Ceiling(radiusMm / spacing);
        return new(Steps(waterSpacingMm.X), Steps(waterSpacingMm.Y), Steps(waterSpacingMm.Z));
    }

    private static VoxelSTable Make(PointKernel kernel, Vec3 spacingMm, MassDensity density, double relativeMassRange, double radiusMm)
    {
        Vec3 waterSpacingMm = density.GramPerMl / relativeMassRange * spacingMm;
        Size3 radius = RadiusOf(waterSpacingMm, radiusMm);
        (double[] fractions, double[] variances) = Average(kernel, waterSpacingMm, radiusMm, radius);
        double[] uncertainties = new double[fractions.Length];
        double[]? shifted = kernel.RangeRelativeUncertainty is { } range ? ShiftOfRange(kernel, waterSpacingMm, radiusMm, radius, range) : null;
        for (int n = 0; n < fractions.Length; n++)
        {
            double shift = shifted is null ? 0 : shifted[n] - fractions[n];
            uncertainties[n] = fractions[n] > 0 ? Math.Sqrt(variances[n] + (shift * shift)) / fractions[n] : 0;
        }

        return new(spacingMm, density, radius, fractions, uncertainties, kernel.Source);
    }

    // A range longer by a factor is a lattice finer by it, cut where the table ends.
    private static double[] ShiftOfRange(PointKernel kernel, Vec3 waterSpacingMm, double radiusMm, Size3 radius, double range) =>
        Average(kernel, 1 / (1 + range) * waterSpacingMm, radiusMm / (1 + range), radius).Fractions;

    private static void Check(PointKernel kernel, Vec3 spacingMm, MassDensity density, double relativeMassRange, double radiusMm)
    {
        if (!spacingMm.IsFinite || spacingMm.X <= 0 || spacingMm.Y <= 0 || spacingMm.Z <= 0)
        {
            throw new InvalidInputException($"voxel spacing is {spacingMm} mm; every axis needs a finite value above 0");
        }

        if (!double.IsFinite(relativeMassRange) || relativeMassRange <= 0)
        {
            throw new InvalidInputException($"relative mass range is {relativeMassRange}; it must be above 0 (water 1, soft tissue {SoftTissueRelativeMassRange})");
        }

        if (!(radiusMm > 0 && radiusMm <= kernel.MaxRadiusMm))
        {
            throw new InvalidInputException(
                $"radius of the voxel kernel is {radiusMm} mm of water; the point kernel '{kernel.SourceId}' of {kernel.Nuclide} reaches from 0 to {kernel.MaxRadiusMm} mm");
        }

        double scale = density.GramPerMl / relativeMassRange;
        double entries = (1 + (radiusMm / (scale * spacingMm.X))) * (1 + (radiusMm / (scale * spacingMm.Y))) * (1 + (radiusMm / (scale * spacingMm.Z)));
        if (entries > MaxEntries)
        {
            throw new InvalidInputException(
                $"a voxel kernel of {radiusMm} mm of water at a spacing of {spacingMm} mm has {entries:G3} entries an octant; the limit is {MaxEntries}: ask for coarser voxels or a smaller radius");
        }

        double thinnestMm = scale * Math.Min(spacingMm.X, Math.Min(spacingMm.Y, spacingMm.Z));
        if (thinnestMm < ThinnestMm)
        {
            throw new InvalidInputException($"voxels of {spacingMm} mm are {thinnestMm:G3} mm of water thin; below {ThinnestMm} mm a voxel kernel would take many minutes");
        }
    }

    private sealed record Key(string Kernel, Vec3 SpacingMm, MassDensity Density, double RelativeMassRange, double RadiusMm);
}
