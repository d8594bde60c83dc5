using System.Collections.Concurrent;
using VoxelDose.Engine.Physics;
using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>The tables of <see cref="TransportLayout"/> for one medium (water) and one emission spectrum.</summary>
internal sealed class ElectronTables
{
    /// <summary>Tables reach this much beyond the spectrum's end, so that straggling stays inside them.</summary>
    private const double Headroom = 1.02;

    private static readonly ConcurrentDictionary<(string Spectrum, TransportOptions Options), Lazy<ElectronTables>> Known = new();

    private readonly TransportOptions options;
    private readonly RangeEnergy range;
    private readonly HopAngles angles;
    private readonly Collision collision;
    private readonly Bremsstrahlung photons;

    private ElectronTables(Medium medium, BetaSpectrum spectrum, TransportOptions options)
    {
        this.options = options;
        double highest = Headroom * spectrum.EnergiesMeV[^1];
        range = new(medium, options, highest);
        angles = new(medium, range, options);
        collision = new(medium);
        photons = new(medium);
        MaximumRangeMm = range.Range(highest);
        EnergyStepsPerMeV = TransportLayout.EnergySteps / highest;
        RangeCutMm = range.Range(options.EnergyCutMeV);
        FillRange();
        FillAngles();
        FillEnergy();
        FillPhotons(highest);
        MeanEmittedMeV = FillSpectrum(spectrum);
        int bad = Array.FindIndex(Values, value => !float.IsFinite(value));
        if (bad >= 0)
        {
            throw new InvalidOperationException($"entry {bad} of the electron tables of {spectrum.Nuclide} is {Values[bad]}");
        }
    }

    /// <summary>Tables of water for a spectrum; they take a fraction of a second and are kept.</summary>
    internal static ElectronTables Of(BetaSpectrum spectrum, TransportOptions options) => Known.GetOrAdd(
        (spectrum.Source.Sha256, options), _ => new(() => new(MediaTable.Default["water"], spectrum, options))).Value;

    /// <summary>All tables, flat.</summary>
    internal float[] Values { get; } = new float[TransportLayout.Length];

    /// <summary>Residual range at the end of the tables, mm.</summary>
    internal double MaximumRangeMm { get; }

    /// <summary>Steps of the range-by-energy table per MeV.</summary>
    internal double EnergyStepsPerMeV { get; }

    /// <summary>Residual range at the energy cut, mm.</summary>
    internal double RangeCutMm { get; }

    /// <summary>Mean energy that the spectrum table emits, MeV per decay.</summary>
    internal double MeanEmittedMeV { get; }

    private void FillRange()
    {
        double[] radiated = RadiatedByPhotons();
        Parallel.For(0, TransportLayout.RangeSteps + 1, i =>
        {
            double r = RangeAt(i, TransportLayout.RangeSteps);
            double energy = range.EnergyAt(r);
            double stopping = range.Stopping(energy);
            int at = TransportLayout.RangeStart + (i * TransportLayout.Columns);
            Values[at + TransportLayout.Energy] = i == 0 ? 0 : (float)energy;
            Values[at + TransportLayout.DeltaRate] = (float)collision.DeltaRate(energy, options.DeltaCutMeV);
            Values[at + TransportLayout.PhotonRate] = (float)photons.Moment(energy, options.PhotonCutMeV, energy, 0);
            Values[at + TransportLayout.Straggling] =
                (float)(Math.Sqrt(3 * collision.StragglingVariance(energy, options.DeltaCutMeV)) / stopping);
            Values[at + TransportLayout.PhotonYield] = (float)(Interpolate(radiated, energy) / energy);
            double mean = (1 - angles.Attenuation(r)[1]) / 2;
            Values[at + TransportLayout.AngleScale] = (float)HopAngles.Scale(mean);
        });
    }

    /// <summary>Residual range at a node of the range axis; the first node stands a quarter of a step in, where everything is finite.</summary>
    private double RangeAt(int node, int steps)
    {
        double x = Math.Max(node, 0.25) / steps;
        return MaximumRangeMm * x * x;
    }

    /// <summary>Energy that photons above the cut carry away while an electron slows down from each node of the energy table, MeV.</summary>
    private double[] RadiatedByPhotons()
    {
        const int stride = 16;
        double[] sums = new double[TransportLayout.EnergySteps + 1];
        double before = 0;
        double previous = 0;
        for (int i = stride; i <= TransportLayout.EnergySteps; i += stride)
        {
            double energy = i / EnergyStepsPerMeV;
            double now = photons.Moment(energy, options.PhotonCutMeV, energy, 1) / range.Stopping(energy);
            for (int n = 1; n <= stride; n++)
            {
                double f = (double)n / stride;
                double at = before + (f * (now - before));
                sums[i - stride + n] = previous + (f * stride / EnergyStepsPerMeV * (before + at) / 2);
            }

            previous = sums[i];
            before = now;
        }

        return sums;
    }

    private double Interpolate(double[] byEnergy, double energy)
    {
        double place = Math.Min(energy * EnergyStepsPerMeV, TransportLayout.EnergySteps - 1e-9);
        int i = (int)place;
        return byEnergy[i] + ((place - i) * (byEnergy[i + 1] - byEnergy[i]));
    }

    private void FillAngles() => Parallel.For(0, TransportLayout.AngleRangeSteps + 1, i =>
    {
        double[] attenuation = angles.Attenuation(RangeAt(i, TransportLayout.AngleRangeSteps));
        double mean = (1 - attenuation[1]) / 2;
        double scale = HopAngles.Scale(mean);
        const int n = TransportLayout.AngleSteps;
        double[] row = new double[n + 1];
        for (int j = 0; j <= n; j++)
        {
            double root = (double)j / n;
            double t = root * root;
            double closed = scale * (1 - t) / (t + scale);
            row[j] = j == 0 ? 1 : j == n ? row[j - 1] : HopAngles.Inverse(attenuation, t) / closed;
        }

        // At t = 1 both forms vanish in proportion to 1 - t: the limit is continued from the neighbours.
        row[n] = (2 * row[n - 1]) - row[n - 2];
        double interpolated = Quadrature.Integrate(
            root =>
            {
                double t = root * root;
                int j = Math.Min((int)(root * n), n - 1);
                double correction = row[j] + (((root * n) - j) * (row[j + 1] - row[j]));
                return Math.Min(1, correction * scale * (1 - t) / (t + scale)) * 2 * root;
            },
            0,
            1,
            n);

        // Linear interpolation overshoots a little: the mean, which sets the range, is made exact.
        for (int j = 0; j <= n; j++)
        {
            Values[TransportLayout.AngleStart + (i * (n + 1)) + j] = (float)(row[j] * (j == 0 ? 1 : mean / interpolated));
        }
    });

    private void FillEnergy()
    {
        for (int i = 0; i <= TransportLayout.EnergySteps; i++)
        {
            Values[TransportLayout.EnergyStart + i] = (float)range.Range(i / EnergyStepsPerMeV);
        }
    }

    private void FillPhotons(double highest) => Parallel.For(0, TransportLayout.PhotonEnergySteps + 1, i =>
    {
        const int n = TransportLayout.PhotonSteps;
        double cut = options.PhotonCutMeV;
        double energy = cut + ((highest - cut) * Math.Max(i, 0.05) / TransportLayout.PhotonEnergySteps);
        const int points = 400;
        double[] sums = new double[points + 1];
        double before = photons.Differential(energy, cut) * cut;
        for (int k = 1; k <= points; k++)
        {
            double now = photons.Differential(energy, Photon(k)) * Photon(k);
            sums[k] = sums[k - 1] + ((before + now) / 2);
            before = now;
        }

        for (int j = 0; j <= n; j++)
        {
            double root = (double)j / n;
            double target = (1 - (root * root)) * sums[points];
            int at = Array.BinarySearch(sums, target);
            at = Math.Clamp(at < 0 ? ~at - 1 : at, 0, points - 1);
            double f = (target - sums[at]) / Math.Max(sums[at + 1] - sums[at], double.Epsilon);
            double photon = Photon(at) * Math.Pow(Photon(at + 1) / Photon(at), Math.Clamp(f, 0, 1));
            Values[TransportLayout.PhotonStart + (i * (n + 1)) + j] = (float)((photon - cut) / (energy - cut));
        }

        double Photon(int k) => cut * Math.Pow(energy / cut, (double)k / points);
    });

    private double FillSpectrum(BetaSpectrum spectrum)
    {
        SpectrumQuantiles quantiles = new(spectrum);
        double sum = 0;
        double before = 0;
        for (int i = 0; i <= TransportLayout.SpectrumSteps; i++)
        {
            double r = range.Range(quantiles.EnergyAt((double)i / TransportLayout.SpectrumSteps));
            Values[TransportLayout.SpectrumStart + i] = (float)r;
            if (i > 0)
            {
                sum += Quadrature.Integrate(TableEnergy, before, r, 1) / Math.Max(r - before, double.Epsilon);
            }

            before = r;
        }

        return sum / TransportLayout.SpectrumSteps;
    }

    /// <summary>Kinetic energy as the range table gives it, MeV.</summary>
    private double TableEnergy(double r)
    {
        double place = Math.Min(Math.Sqrt(r / MaximumRangeMm) * TransportLayout.RangeSteps, TransportLayout.RangeSteps - 0.001);
        int node = (int)place;
        double low = Values[TransportLayout.RangeStart + (node * TransportLayout.Columns)];
        double high = Values[TransportLayout.RangeStart + ((node + 1) * TransportLayout.Columns)];
        return low + ((place - node) * (high - low));
    }
}
