using System.Globalization;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine;

/// <summary>Warnings that follow from how a run was made.</summary>
internal static class RunWarnings
{
    /// <summary>Negative values above this share of the positive ones are worth a word.</summary>
    private const double NotableNegativeFraction = 0.02;

    /// <summary>Tumours of which more lies outside the liver are worth a word; less is what two contours of one surface differ by.</summary>
    private const double NotableShareOutsideLiver = 0.1;

    internal static IEnumerable<Warning> Of(DoseRequest request, QuantificationResult quantification)
    {
        if (quantification.NegativeFraction > NotableNegativeFraction)
        {
            yield return new("negative-values",
                $"negative image values sum to {quantification.NegativeFraction:P1} of the positive ones; they are kept in means and clamped only for BED");
        }

        if (quantification.NetMBq is null)
        {
            yield return new("balance-unknown",
                "the administered activity was not given, so the activity in the image could not be held against it; give --administered-mbq and --residual-mbq");
        }

        if (request.Methods.Contains(DoseMethod.LocalDeposition) && request.Methods.Contains(DoseMethod.VoxelS))
        {
            yield return new("two-methods",
                (request.Quantification.Modality == ImageModality.Y90Pet ? "on PET the image's blur is as wide as the 90Y range" : $"on SPECT the image's blur is wider than the {request.Decay.Nuclide} range") +
                ", so convolution blurs twice and may be no nearer to the truth than local deposition (Pasciak 2014, DOI 10.3389/fonc.2014.00121); " +
                $"on large uniform regions voxel S values are up to {Percent(1 - PointKernel.Load(request.Decay.Nuclide).FractionWithin(VoxelSTableFactory.DefaultMaxRadiusMm))} lower, as photons leave the table");
        }

        if (EnergyConventions.Nuclides.Contains(request.Decay.Nuclide) && Emission.Of(request.Decay.Nuclide).PhotonMeV is > 0 and var photonMeV)
        {
            yield return new("photon-energy",
                string.Create(CultureInfo.InvariantCulture, $"{request.Decay.Nuclide} emits {photonMeV:0.000} MeV a decay, {Percent(photonMeV / request.Decay.MeanEnergyMeV)} of its energy, as gamma and X rays: ") +
                string.Join("; ", request.Methods.Distinct().Select(method => method switch
                {
                    DoseMethod.LocalDeposition => "ldm leaves it in the voxel of the decay and is too high by most of it",
                    DoseMethod.MonteCarlo => "mc leaves it out, as it does bremsstrahlung",
                    _ => $"{method.Id()} counts what water absorbs within {VoxelSTableFactory.DefaultMaxRadiusMm:0} mm of the decay",
                })));
        }

        foreach ((Structure tumor, double share) in DerivedStructures.TumorSharesOutsideLiver(request.Structures).Where(item => item.Share > NotableShareOutsideLiver))
        {
            yield return new("tumor-outside-liver",
                $"'{tumor.Name}': {share:P0} of its volume lies outside the liver. Where the liver was drawn without its tumors, as in label maps, the liver's volume, mass and activity " +
                "leave them out, and so does a relative calibration to the liver: give a liver that holds them. Else the inputs are not registered, or the role is wrong");
        }

        if (request.Structures.Any(structure => structure.Role == StructureRole.Lung) && request.Methods.Any(method => method != DoseMethod.MonteCarlo))
        {
            yield return new("lung-dose-unreliable",
                "local deposition and convolution are not reliable in lung (convolution against Monte Carlo: +20 to -88 %), " +
                "and with a uniform density the lung's mass is that of soft tissue; use the compartment lung dose");
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
