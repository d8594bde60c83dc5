namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Residual range of an electron that loses energy continuously to all that is not followed: transfers below the delta cut and photons
/// below the photon cut. In mm at unit density.
/// </summary>
internal sealed class RangeEnergy
{
    /// <summary>Below this energy, MeV, the range is continued as a power of the energy; it is 2.5 micrometres of water.</summary>
    private const double LowestEnergy = 0.01;

    /// <summary>Range goes with this power of the energy at the low end (Katz and Penfold 1952, DOI 10.1103/RevModPhys.24.28).</summary>
    private const double LowPower = 1.75;

    private const int Steps = 4000;
    private readonly double logStep;
    private readonly double[] ranges = new double[Steps + 1];
    private readonly Func<double, double> stopping;

    internal RangeEnergy(Medium medium, TransportOptions options, double highestEnergy)
    {
        Collision collision = new(medium);
        Bremsstrahlung photons = new(medium);
        stopping = energy => collision.RestrictedStopping(energy, options.DeltaCutMeV) + photons.Moment(energy, 0, options.PhotonCutMeV, 1);
        HighestEnergy = highestEnergy;
        logStep = Math.Log(highestEnergy / LowestEnergy) / Steps;
        double[] losses = new double[Steps + 1];
        const int stride = 50;
        for (int i = 0; i <= Steps; i += stride)
        {
            losses[i] = stopping(Energy(i));
        }

        // The stopping power is smooth in log energy: a cubic through every 50th point leaves 1e-8.
        for (int i = 0; i <= Steps; i++)
        {
            losses[i] = i % stride == 0 ? losses[i] : Cubic(losses, i, stride);
        }

        ranges[0] = LowestEnergy / LowPower / losses[0];
        for (int i = 1; i <= Steps; i++)
        {
            double a = Energy(i - 1) / losses[i - 1];
            double b = Energy(i) / losses[i];
            ranges[i] = ranges[i - 1] + (logStep * (a + b) / 2);
        }
    }

    internal double HighestEnergy { get; }

    /// <summary>Restricted stopping power, MeV/mm.</summary>
    internal double Stopping(double energy) => stopping(energy);

    /// <summary>Range at an energy, mm.</summary>
    internal double Range(double energy)
    {
        if (energy <= LowestEnergy)
        {
            return energy <= 0 ? 0 : ranges[0] * Math.Pow(energy / LowestEnergy, LowPower);
        }

        double place = Math.Min(Math.Log(energy / LowestEnergy) / logStep, Steps - 1e-9);
        int i = (int)place;
        return ranges[i] * Math.Pow(ranges[i + 1] / ranges[i], place - i);
    }

    /// <summary>Energy at a range, MeV.</summary>
    internal double EnergyAt(double range)
    {
        if (range <= ranges[0])
        {
            return range <= 0 ? 0 : LowestEnergy * Math.Pow(range / ranges[0], 1 / LowPower);
        }

        int i = Array.BinarySearch(ranges, range);
        i = Math.Clamp(i < 0 ? ~i - 1 : i, 0, Steps - 1);
        return Energy(i) * Math.Exp(logStep * Math.Log(range / ranges[i]) / Math.Log(ranges[i + 1] / ranges[i]));
    }

    private double Energy(int i) => LowestEnergy * Math.Exp(i * logStep);

    private static double Cubic(double[] values, int i, int stride)
    {
        int first = Math.Clamp((i / stride) - 1, 0, (Steps / stride) - 3) * stride;
        double sum = 0;
        for (int n = 0; n < 4; n++)
        {
            double term = values[first + (n * stride)];
            for (int m = 0; m < 4; m++)
            {
                term *= m == n ? 1 : (double)(i - first - (m * stride)) / ((n - m) * stride);
            }

            sum += term;
        }

        return sum;
    }
}
