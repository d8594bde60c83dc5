using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Uncertainty;

/// <summary>
/// Uncertainty of a structure's mean dose after the EANM guidance (Gear 2018, DOI 10.1007/s00259-018-4136-7): the mean is a product of
/// powers of the quantities of the chain, D ~ Q A T K V^(phi - 1) / (R(V) rho), phi being the dose on the surface over the mean dose.
/// Relative deviations combine as squares with their correlations. They are taken as log-normal, since all
/// quantities are positive: for small ones this is the guidance's sum of squares, and it stays exact where a small lesion's volume is
/// uncertain by its own size.
/// </summary>
public sealed record UncertaintyBudget
{
    private UncertaintyBudget(IReadOnlyList<UncertaintyPart> parts, IReadOnlyList<UncertaintyCorrelation> correlations, double relative, RecoveryValue? recovery)
    {
        Parts = parts;
        Correlations = correlations;
        RelativeUncertainty = relative;
        Recovery = recovery;
    }

    /// <summary>The parts, in the order of the chain.</summary>
    public IReadOnlyList<UncertaintyPart> Parts { get; }

    /// <summary>Correlations between them.</summary>
    public IReadOnlyList<UncertaintyCorrelation> Correlations { get; }

    /// <summary>Relative standard uncertainty of the mean dose.</summary>
    public double RelativeUncertainty { get; }

    /// <summary>The recovery that the mean dose is to be divided by; null where no correction was asked for or the curve does not reach the size.</summary>
    public RecoveryValue? Recovery { get; }

    /// <summary>Makes the budget of one structure and method.</summary>
    /// <param name="geometry">Size of the structure and of the voxels.</param>
    /// <param name="surfaceToMean">phi: dose on the surface over mean dose.</param>
    /// <param name="assumptions">What is assumed of the chain.</param>
    /// <exception cref="ArgumentException">A correlation names no part, or the correlations contradict one another.</exception>
    public static UncertaintyBudget Of(VolumeGeometry geometry, double surfaceToMean, UncertaintyAssumptions assumptions)
    {
        RecoveryValue? recovery = assumptions.Recovery?.At(geometry.DiameterMm);
        var terms = new List<Term>
        {
            Term.Of("volume", geometry.RelativeVolumeUncertainty(assumptions.DelineationFwhmMm), surfaceToMean - 1, geometry.Basis(assumptions.DelineationFwhmMm)),
        };
        var correlations = new List<UncertaintyCorrelation>(assumptions.Correlations);
        if (recovery is { } r)
        {
            double fromVolume = r.LogSlope * terms[0].LogSd;
            double logSd = Math.Sqrt((fromVolume * fromVolume) + Square(LogSd(r.RelativeUncertainty)));
            terms.Add(new("recovery", Relative(logSd), logSd, -1, assumptions.Recovery!.Source));
            correlations.Add(new("volume", "recovery", logSd > 0 ? fromVolume / logSd : 0));
        }

        Add(terms, "calibration", assumptions.Calibration, 1);
        Add(terms, "activity", assumptions.Activity, 1);
        Add(terms, "decay", assumptions.Decay, 1);
        Add(terms, "kernel", assumptions.Kernel, 1);
        Add(terms, "density", assumptions.Density, -1);
        return new([.. terms.Select(ToPart)], correlations, Relative(Math.Sqrt(Variance(terms, correlations))), recovery);
    }

    /// <summary>Adds the statistical uncertainty of the method (Monte Carlo noise) to that of the mean, as a part of its own.</summary>
    /// <param name="statistics">Statistics with or without a budget.</param>
    /// <param name="standardGy">Statistical standard uncertainty of the mean, Gy; null where it is not known.</param>
    public static DoseStatistics WithStatistics(DoseStatistics statistics, double? standardGy)
    {
        if (standardGy is not { } noiseGy || statistics.MeanGy is not > 0)
        {
            return statistics;
        }

        double mean = statistics.MeanGy.Value;
        double noise = noiseGy / mean;
        double before = (statistics.MeanUncertaintyGy ?? 0) / mean;
        return statistics with
        {
            MeanUncertaintyGy = mean * Math.Sqrt(((1 + (before * before)) * (1 + (noise * noise))) - 1),
            MeanUncertaintyParts = [.. statistics.MeanUncertaintyParts ?? [], new("statistics", noise, 1, noise, "batches of the simulation (jackknife)")],
        };
    }

    private static double Variance(List<Term> terms, List<UncertaintyCorrelation> correlations)
    {
        double variance = terms.Sum(term => Square(term.Weight));
        foreach (UncertaintyCorrelation correlation in correlations)
        {
            variance += 2 * correlation.Coefficient * Find(correlation.First).Weight * Find(correlation.Second).Weight;
        }

        return variance >= -1e-12 ? Math.Max(0, variance) : throw new ArgumentException("the correlations contradict one another: the variance is negative");

        Term Find(string name) => terms.Find(term => term.Name == name)
            ?? throw new ArgumentException($"a correlation names the part '{name}'; this budget has {string.Join(", ", terms.Select(term => term.Name))}");
    }

    private static void Add(List<Term> terms, string name, UncertaintyInput? input, double sensitivity)
    {
        if (input is not null)
        {
            terms.Add(Term.Of(name, input.Relative, sensitivity, input.Basis));
        }
    }

    private static UncertaintyPart ToPart(Term term) => new(
        term.Name, term.Relative, term.Sensitivity, Math.Abs(term.Sensitivity) == 1 ? term.Relative : Relative(term.Weight), term.Basis);

    /// <summary>Standard deviation of the logarithm of a log-normal quantity with this relative standard deviation.</summary>
    internal static double LogSd(double relative) => Math.Sqrt(Math.Log(1 + (relative * relative)));

    internal static double Relative(double logSd) => Math.Sqrt(Math.Exp(logSd * logSd) - 1);

    private static double Square(double value) => value * value;

    private sealed record Term(string Name, double Relative, double LogSd, double Sensitivity, string Basis)
    {
        internal static Term Of(string name, double relative, double sensitivity, string basis) =>
            new(name, relative, UncertaintyBudget.LogSd(relative), sensitivity, basis);

        internal double Weight => Sensitivity * LogSd;
    }
}
