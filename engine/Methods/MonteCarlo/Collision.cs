using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Electron-electron collisions in a medium, per mm at unit density: the stopping power restricted to transfers below a cut (ICRU
/// Report 37, section 3, after Berger and Seltzer), and Moeller's cross-section for the transfers above it. Energies in MeV.
/// </summary>
internal sealed class Collision
{
    private const double Rest = Constants.ElectronRestMeV;
    private readonly Medium medium;
    private readonly double scale;
    private readonly DensityEffect densityEffect;

    internal Collision(Medium medium)
    {
        this.medium = medium;
        densityEffect = new(medium);
        scale = 2 * Math.PI * Constants.ClassicalElectronRadiusMm * Constants.ClassicalElectronRadiusMm * Rest * medium.ElectronsPerMm3;
    }

    /// <summary>Speed squared over that of light.</summary>
    internal static double BetaSquared(double energy)
    {
        double tau = energy / Rest;
        return tau * (tau + 2) / ((tau + 1) * (tau + 1));
    }

    /// <summary>Mean loss to transfers below the cut, MeV/mm.</summary>
    internal double RestrictedStopping(double energy, double cut)
    {
        double tau = energy / Rest;
        double d = Math.Min(cut, energy / 2) / Rest;
        double beta2 = BetaSquared(energy);
        double i = medium.ExcitationMeV / Rest;
        double f = -1 - beta2 + Math.Log(d * (tau - d)) + (tau / (tau - d))
            + (((d * d / 2) + (((2 * tau) + 1) * Math.Log(1 - (d / tau)))) / ((tau + 1) * (tau + 1)));
        return scale / beta2 * (Math.Log(2 * (tau + 2) / (i * i)) + f - densityEffect.Value(energy));
    }

    /// <summary>Transfers above the cut, per mm.</summary>
    internal double DeltaRate(double energy, double cut)
    {
        if (energy <= 2 * cut)
        {
            return 0;
        }

        double total = energy + Rest;
        double exchange = Rest * ((2 * energy) + Rest) / (total * total);
        return scale / BetaSquared(energy) * ((1 / cut) - (1 / (energy - cut)) + (((energy / 2) - cut) / (total * total))
            - (exchange / energy * Math.Log((energy - cut) / cut)));
    }

    /// <summary>Variance of the loss to transfers below the cut, MeV2/mm.</summary>
    internal double StragglingVariance(double energy, double cut)
    {
        double total = energy + Rest;
        double exchange = Rest * ((2 * energy) + Rest) / (total * total);
        double d = Math.Min(cut, energy / 2);
        return scale / BetaSquared(energy) * Quadrature.Integrate(
            w => 1 + (w * w / ((energy - w) * (energy - w))) + (w * w / (total * total)) - (exchange * w / (energy - w)), 0, d, 4);
    }

    /// <summary>
    /// First transport moment of the transfers above the cut, in units of the Rutherford scattering of one charge: what they would add
    /// to the mean of (1 - cos) / 2 if each were left to the multiple scattering.
    /// </summary>
    internal static double DeltaTransport(double energy, double cut)
    {
        if (energy <= 2 * cut)
        {
            return 0;
        }

        double total = energy + Rest;
        double exchange = Rest * ((2 * energy) + Rest) / (total * total);
        double tau = energy / Rest;
        double moment = Quadrature.Integrate(
            y =>
            {
                double w = Math.Exp(y);
                double r = w / (energy - w);
                double left = energy - w;
                double cosine = Math.Sqrt(left * (energy + (2 * Rest)) / (energy * (left + (2 * Rest))));
                return (1 + (r * r) + (w * w / (total * total)) - (exchange * r)) / w * (1 - cosine) / 2;
            },
            Math.Log(cut),
            Math.Log(energy / 2),
            8);

        // Moeller: 2 pi r_e^2 m / beta^2 dW / W^2 ...; Rutherford: pi r_e^2 / (beta^2 tau (tau + 2)) dmu / mu^2.
        return moment * 2 * Rest * tau * (tau + 2);
    }
}
