using System.Globalization;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Uncertainty;

/// <summary>
/// What is assumed of the chain from scanner to dose; the user sets each value, the result states it with its basis. Null: the part
/// does not apply.
/// </summary>
public sealed record UncertaintyAssumptions
{
    private const string Yttrium = "Y-90";

    /// <summary>Resolution (FWHM, mm) of the image that was contoured; null takes two voxels of the dose image, and says so.</summary>
    public double? DelineationFwhmMm { get; init; }

    /// <summary>Scanner calibration, for absolute values.</summary>
    public UncertaintyInput? Calibration { get; init; }

    /// <summary>Activity measured at administration and residual, for values relative to it.</summary>
    public UncertaintyInput? Activity { get; init; }

    /// <summary>Half-life and times.</summary>
    public UncertaintyInput? Decay { get; init; }

    /// <summary>Energy per decay and kernel.</summary>
    public UncertaintyInput? Kernel { get; init; }

    /// <summary>Mass density of the tissue.</summary>
    public UncertaintyInput? Density { get; init; }

    /// <summary>Recovery curve; null unless the user asks for recovery correction.</summary>
    public RecoveryCurve? Recovery { get; init; }

    /// <summary>Correlations of parts beyond that of volume and recovery, which follows from the curve.</summary>
    public IReadOnlyList<UncertaintyCorrelation> Correlations { get; init; } = [];

    /// <summary>
    /// What the program assumes where nothing is stated.
    /// </summary>
    /// <param name="isAbsolute">True where the image's own values are trusted, false where the administered activity scales them.</param>
    /// <param name="nuclide">Nuclide that was given, e.g. "Ho-166".</param>
    public static UncertaintyAssumptions Default(bool isAbsolute, string nuclide = Yttrium) => new()
    {
        Calibration = isAbsolute
            ? new(0.11, $"published cohorts: activity in the image against that administered, -6 +- 11 %{(nuclide == Yttrium ? "" : $" (of 90Y, taken over for {nuclide})")}")
            : null,
        Activity = isAbsolute ? null : new(0.05, "assumed: activity meter and residual"),
        Decay = nuclide == Yttrium
            ? new(0.0005, "DDEP: half-life 2.6684(13) d; times taken as exact")
            : new(0.002, $"assumed: half-life of {nuclide}; times taken as exact"),
        Kernel = KernelOf(nuclide),
        Density = new(0.02, "assumed: soft tissue 1.05 g/mL"),
    };

    /// <summary>Photons leave a liver or not by its size, and each method keeps another part of them: all of their energy is uncertain.</summary>
    private static UncertaintyInput KernelOf(string nuclide)
    {
        const double ofElectrons = 0.01;
        double photons = EnergyConventions.Nuclides.Contains(nuclide) ? Emission.Of(nuclide).PhotonFraction : 0;
        return photons > 0
            ? new(Math.Sqrt((ofElectrons * ofElectrons) + (photons * photons)), string.Create(
                CultureInfo.InvariantCulture, $"assumed: energy per decay and kernel, and the {100 * photons:0.0} % of the energy in gamma and X rays, of which each method keeps another part"))
            : new(ofElectrons, nuclide == Yttrium ? "assumed: energy per decay (conventions spread over 1.3 %) and kernel" : "assumed: energy per decay and kernel");
    }
}
