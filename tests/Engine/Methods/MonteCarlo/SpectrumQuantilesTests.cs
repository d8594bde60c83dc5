using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>Energies of the simulated betas follow the spectrum: closed forms of straight pieces.</summary>
public sealed class SpectrumQuantilesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.04)]
    [InlineData(0.25)]
    [InlineData(0.81)]
    [InlineData(1)]
    public void EnergyAt_RisingAndFallingLine_IsTheInverseOfTheIntegral(double fraction)
    {
        // Density 2 E on 0 to 1 MeV: E = sqrt(f). Density 2 (1 - E): E = 1 - sqrt(1 - f).
        Assert.Equal(Math.Sqrt(fraction), Of([0, 1], [0, 2]).EnergyAt(fraction), 1e-12);
        Assert.Equal(1 - Math.Sqrt(1 - fraction), Of([0, 1], [2, 0]).EnergyAt(fraction), 1e-12);
        Assert.Equal(3 * fraction, Of([0, 1, 3], [5, 5, 5]).EnergyAt(fraction), 1e-12);
    }

    [Fact]
    public void EnergyAt_Y90_HasTheMeanOfTheSpectrum()
    {
        BetaSpectrum spectrum = BetaSpectrum.Load("Y-90");
        var quantiles = new SpectrumQuantiles(spectrum);
        const int strata = 20000;
        double mean = Enumerable.Range(0, strata).Average(n => quantiles.EnergyAt((n + 0.5) / strata));

        // The mean by the trapezoidal rule differs from that of straight pieces by the square of their widths.
        Assert.Equal(spectrum.MeanEnergyMeV, mean, 2e-4 * spectrum.MeanEnergyMeV);
    }

    private static SpectrumQuantiles Of(double[] energiesMeV, double[] relative) => new(BetaSpectrum.Load("Y-90") with { EnergiesMeV = energiesMeV, Relative = relative });
}
