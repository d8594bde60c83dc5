namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Multiple-scattering angle of a hop after S. Goudsmit and J. L. Saunderson 1940 (DOI 10.1103/PhysRev.57.24) with energy loss
/// (H. W. Lewis 1950, DOI 10.1103/PhysRev.78.526): the Legendre moments of the single scattering are integrated over the hop.
/// </summary>
internal sealed class HopAngles
{
    /// <summary>Highest Legendre order: exp(-K_l) of the shortest hop in use is below 1e-9 there.</summary>
    private const int Order = 240;

    private const int EnergySteps = 64;
    private const double LowestEnergy = 0.003;
    private readonly double[][] moments = new double[EnergySteps + 1][];
    private readonly double logStep;
    private readonly RangeEnergy range;
    private readonly TransportOptions options;

    internal HopAngles(Medium medium, RangeEnergy range, TransportOptions options)
    {
        this.range = range;
        this.options = options;
        ElasticScattering scattering = new(medium, options.DeltaCutMeV);
        logStep = Math.Log(range.HighestEnergy / LowestEnergy) / EnergySteps;
        Parallel.For(0, EnergySteps + 1, i =>
        {
            double[] values = scattering.Moments(LowestEnergy * Math.Exp(i * logStep), Order);
            for (int l = 1; l <= Order; l++)
            {
                values[l] = Math.Log(values[l]);
            }

            moments[i] = values;
        });
    }

    /// <summary>Length of the hop that starts at a residual range, mm.</summary>
    internal double Hop(double startRange) => Math.Min(options.HopFraction * startRange, options.HopMaximumMm);

    /// <summary>exp(-K_l) of the hop that starts at a residual range, l = 0 .. order.</summary>
    internal double[] Attenuation(double startRange)
    {
        double[] sums = new double[Order + 1];
        double hop = Hop(startRange);
        foreach ((double at, double weight) in Quadrature.Points(startRange - hop, startRange, 1))
        {
            double place = Math.Clamp(Math.Log(range.EnergyAt(at) / LowestEnergy) / logStep, 0, EnergySteps - 1e-9);
            int i = (int)place;
            double f = place - i;
            for (int l = 1; l <= Order; l++)
            {
                sums[l] += weight * Math.Exp(moments[i][l] + (f * (moments[i + 1][l] - moments[i][l])));
            }
        }

        for (int l = 0; l <= Order; l++)
        {
            sums[l] = Math.Exp(-sums[l]);
        }

        return sums;
    }

    /// <summary>Probability that (1 - cos) / 2 is above a value.</summary>
    internal static double Exceedance(double[] attenuation, double mu)
    {
        // 1 - F = integral from x = -1 to 1 - 2 mu of the series; its terms are differences of neighbouring polynomials.
        double x = 1 - (2 * mu);
        double before = 1;
        double now = x;
        double sum = 1 + x;
        for (int l = 1; l < Order; l++)
        {
            double next = ((((2 * l) + 1) * x * now) - (l * before)) / (l + 1);
            sum += attenuation[l] * (next - before);
            before = now;
            now = next;
        }

        return sum / 2;
    }

    /// <summary>Scale a for which the closed form a (1 - t) / (t + a), t uniform, has a mean.</summary>
    internal static double Scale(double mean)
    {
        double low = Math.Log(1e-12);
        double high = Math.Log(1e4);
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            double a = Math.Exp(middle);
            bool below = a * (((1 + a) * Math.Log((1 + a) / a)) - 1) < mean;
            (low, high) = below ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Value of (1 - cos) / 2 that is exceeded with a probability.</summary>
    internal static double Inverse(double[] attenuation, double probability)
    {
        double low = Math.Log(1e-10);
        double high = 0;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            bool below = Exceedance(attenuation, Math.Exp(middle)) > probability;
            (low, high) = below ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }
}
