using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Inverse cumulative distribution of a beta spectrum that is linear between its points.</summary>
internal sealed class SpectrumQuantiles
{
    private readonly BetaSpectrum spectrum;
    private readonly double[] cumulative;

    internal SpectrumQuantiles(BetaSpectrum spectrum)
    {
        this.spectrum = spectrum;
        cumulative = new double[spectrum.EnergiesMeV.Length];
        for (int i = 1; i < cumulative.Length; i++)
        {
            double width = spectrum.EnergiesMeV[i] - spectrum.EnergiesMeV[i - 1];
            cumulative[i] = cumulative[i - 1] + (width * (spectrum.Relative[i - 1] + spectrum.Relative[i]) / 2);
        }
    }

    /// <summary>Energy below which a fraction of the betas lies, MeV.</summary>
    internal double EnergyAt(double fraction)
    {
        double target = Math.Clamp(fraction, 0, 1) * cumulative[^1];
        int i = Array.BinarySearch(cumulative, target);
        i = Math.Clamp(i < 0 ? ~i : i, 1, cumulative.Length - 1);
        double width = spectrum.EnergiesMeV[i] - spectrum.EnergiesMeV[i - 1];
        double low = spectrum.Relative[i - 1];
        double slope = (spectrum.Relative[i] - low) / width;
        double rest = target - cumulative[i - 1];
        double root = Math.Sqrt(Math.Max(0, (low * low) + (2 * slope * rest)));
        double step = root + low > 0 ? 2 * rest / (root + low) : 0;
        return spectrum.EnergiesMeV[i - 1] + Math.Min(step, width);
    }
}
