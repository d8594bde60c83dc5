using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Uncertainty;

/// <summary>What the uncertainty of a volume follows from.</summary>
/// <param name="VolumeMl">Volume, mL, above 0.</param>
/// <param name="VoxelMm">Mean voxel width (cube root of the volume) of the structure's grid, mm.</param>
/// <param name="ImageVoxelMm">The same of the dose image, mm.</param>
public sealed record VolumeGeometry(double VolumeMl, double VoxelMm, double ImageVoxelMm)
{
    /// <summary>Diameter of the sphere of the same volume, mm.</summary>
    public double DiameterMm => Math.Cbrt(6 * VolumeMl * Constants.CubicMillimetresPerMl / Math.PI);

    /// <summary>The geometry of a structure on an image.</summary>
    public static VolumeGeometry Of(Structure structure, VoxelGrid image) =>
        new(structure.VolumeMl, WidthMm(structure.Grid), WidthMm(image));

    /// <summary>
    /// u(V)/V = 3 u(d)/d with u(d)^2 = a^2/6 + FWHM^2/(4 ln 2): both ends of a diameter d are uncertain by a rectangle of one voxel a and by
    /// the Gaussian of the resolution.
    /// </summary>
    /// <param name="fwhmMm">Resolution of the contoured image, mm; null for two voxels of the dose image.</param>
    public double RelativeVolumeUncertainty(double? fwhmMm) => 3 * DiameterUncertaintyMm(fwhmMm) / DiameterMm;

    /// <summary>u(d), mm.</summary>
    /// <param name="fwhmMm">Resolution of the contoured image, mm; null for two voxels of the dose image.</param>
    public double DiameterUncertaintyMm(double? fwhmMm)
    {
        double fwhm = fwhmMm ?? (2 * ImageVoxelMm);
        return Math.Sqrt((VoxelMm * VoxelMm / 6) + (fwhm * fwhm / (4 * Math.Log(2))));
    }

    /// <summary>The uncertainty's basis in words.</summary>
    internal string Basis(double? fwhmMm) => fwhmMm is { } mm
        ? $"surface of a sphere of {DiameterMm:f1} mm: voxels of {VoxelMm:f2} mm, resolution {mm:f1} mm"
        : $"surface of a sphere of {DiameterMm:f1} mm: voxels of {VoxelMm:f2} mm, resolution assumed as two image voxels, {2 * ImageVoxelMm:f1} mm";

    private static double WidthMm(VoxelGrid grid) => Math.Cbrt(grid.VoxelVolumeMl * Constants.CubicMillimetresPerMl);
}
