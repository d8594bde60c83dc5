using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Density-effect correction to the stopping power by Sternheimer's oscillators, as ICRU Report 37 computed its tables: each atomic
/// shell is an oscillator at its binding energy times one factor, which is set so that the oscillators yield the mean excitation energy
/// (R. M. Sternheimer, S. M. Seltzer, M. J. Berger 1982, DOI 10.1103/PhysRevB.26.6067).
/// </summary>
internal sealed class DensityEffect
{
    private const double TwoThirds = 2.0 / 3;
    private readonly double[] strengths;
    private readonly double[] squares;

    internal DensityEffect(Medium medium)
    {
        double electrons = medium.ElectronsPerMm3;
        (double Strength, double Energy)[] shells =
        [
            .. medium.Elements.SelectMany(part => part.Element.Shells.Select(
                shell => (shell[0] * Medium.AtomsPerMm3(part) / electrons, shell[1]))),
        ];

        // Plasma energy: m c^2 sqrt(4 pi n r_e^3) / alpha.
        double r = Constants.ClassicalElectronRadiusMm;
        double plasmaEv = Constants.ElectronRestMeV / Constants.MeVPerEv
            * Math.Sqrt(4 * Math.PI * electrons * medium.Density.GramPerMl * r * r * r) / Constants.FineStructure;
        double target = Math.Log(medium.ExcitationMeV / Constants.MeVPerEv / plasmaEv);
        double low = 1e-3;
        double high = 1e3;
        for (int i = 0; i < 100; i++)
        {
            double middle = Math.Sqrt(low * high);
            double sum = shells.Sum(s => s.Strength * 0.5 * Math.Log(Square(middle * s.Energy / plasmaEv) + (TwoThirds * s.Strength)));
            (low, high) = sum < target ? (middle, high) : (low, middle);
        }

        strengths = [.. shells.Select(shell => shell.Strength)];
        squares = [.. shells.Select(shell => Square(low * shell.Energy / plasmaEv))];
    }

    /// <summary>The correction delta at a kinetic energy, MeV.</summary>
    internal double Value(double energyMeV)
    {
        double beta2 = Collision.BetaSquared(energyMeV);
        double target = (1 / beta2) - 1;
        if (Sum(0) <= target)
        {
            return 0;
        }

        double low = 0;
        double high = 1 / target;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Sum(middle) > target ? (middle, high) : (low, middle);
        }

        double delta = -low * (1 - beta2);
        for (int i = 0; i < strengths.Length; i++)
        {
            delta += strengths[i] * Math.Log(1 + (low / (squares[i] + (TwoThirds * strengths[i]))));
        }

        return delta;
    }

    private double Sum(double l2)
    {
        double sum = 0;
        for (int i = 0; i < strengths.Length; i++)
        {
            sum += strengths[i] / (squares[i] + l2);
        }

        return sum;
    }

    private static double Square(double x) => x * x;
}
