using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>What the Monte Carlo tests share.</summary>
internal static class Mc
{
    /// <summary>The long checks run where this variable is set (.ci/full); the suite keeps to seconds.</summary>
    internal static bool Full { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("VOXELDOSE_FULL"));

    internal static Emission Yttrium { get; } = Emission.Of("Y-90");

    /// <summary>The spectrum's own mean energy, so that doses compare with references per emitted energy.</summary>
    internal static DecayData OwnEnergy(Emission emission) => new(
        emission.Spectrum.Nuclide, "test", 64.1, emission.Spectrum.MeanEnergyMeV + emission.LocalElectronMeV + emission.PhotonMeV, false, "the spectrum itself");

    internal static MonteCarloRequest Request(Size3 size, double spacingMm, float[] decays, float[] density, string nuclide = "Y-90")
    {
        var emission = Emission.Of(nuclide);
        return new(size, new(spacingMm, spacingMm, spacingMm), decays, density, emission, OwnEnergy(emission));
    }

    /// <summary>All decays in the middle voxel of a cube of water.</summary>
    internal static MonteCarloRequest CentreVoxel(int side, double spacingMm)
    {
        var size = new Size3(side, side, side);
        float[] decays = new float[size.Count];
        decays[decays.Length / 2] = 1e9f;
        return Request(size, spacingMm, decays, [1]);
    }

    /// <summary>Mean and its standard uncertainty over a structure, from the groups of batches.</summary>
    internal static (double Mean, double Uncertainty) Mean(MonteCarloResult result)
    {
        double[] means = [.. result.GroupDoseGy.Select(group => group.Average(value => (double)value))];
        return (means.Average(), MonteCarloResult.UncertaintyOfMean(means));
    }
}
