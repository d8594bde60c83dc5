using MathNet.Numerics.Distributions;

namespace VoxelDose.Engine.Comparison;

/// <summary>
/// Agreement of means over structures (Bland and Altman 1999, DOI 10.1177/096228029900800204): bias and 95 % limits of agreement of
/// delivered minus predicted, with confidence intervals, and whether the difference grows with the dose.
/// </summary>
public sealed record BlandAltman
{
    private const double LimitsFactor = 1.96;
    private const double TwoSided95 = 0.975;

    /// <summary>Number of structures.</summary>
    public required int N { get; init; }

    /// <summary>Names of the structures.</summary>
    public required IReadOnlyList<string> Structures { get; init; }

    /// <summary>Mean difference, Gy; null without structures.</summary>
    public double? BiasGy { get; init; }

    /// <summary>Sample standard deviation of the differences, Gy; null with fewer than two structures, like all that follows.</summary>
    public double? SdGy { get; init; }

    /// <summary>Lower limit of agreement, Gy: bias - 1.96 sd.</summary>
    public double? LoaLowGy { get; init; }

    /// <summary>Upper limit of agreement, Gy: bias + 1.96 sd.</summary>
    public double? LoaHighGy { get; init; }

    /// <summary>95 % confidence interval of the bias, lower end, Gy.</summary>
    public double? BiasCiLowGy { get; init; }

    /// <summary>95 % confidence interval of the bias, upper end, Gy.</summary>
    public double? BiasCiHighGy { get; init; }

    /// <summary>Half width of the 95 % confidence interval of either limit, Gy: t sd sqrt(1/n + 1.96^2 / (2 (n - 1))).</summary>
    public double? LoaCiHalfWidthGy { get; init; }

    /// <summary>Proportional bias: the line of differences over means of both; null with fewer than three structures.</summary>
    public LinearFit? Proportional { get; init; }

    /// <summary>Computes the agreement.</summary>
    /// <param name="names">Names of the structures.</param>
    /// <param name="predictedGy">Their predicted means.</param>
    /// <param name="deliveredGy">Their delivered means.</param>
    public static BlandAltman Of(IReadOnlyList<string> names, IReadOnlyList<double> predictedGy, IReadOnlyList<double> deliveredGy)
    {
        int n = names.Count;
        if (n == 0)
        {
            return new() { N = 0, Structures = names };
        }

        double[] differences = [.. deliveredGy.Zip(predictedGy, (d, p) => d - p)];
        double bias = differences.Average();
        if (n == 1)
        {
            return new() { N = 1, Structures = names, BiasGy = bias };
        }

        double sd = Math.Sqrt(differences.Sum(d => (d - bias) * (d - bias)) / (n - 1));
        double t = StudentT.InvCDF(0, 1, n - 1, TwoSided95);
        double half = t * sd / Math.Sqrt(n);
        return new()
        {
            N = n,
            Structures = names,
            BiasGy = bias,
            SdGy = sd,
            LoaLowGy = bias - (LimitsFactor * sd),
            LoaHighGy = bias + (LimitsFactor * sd),
            BiasCiLowGy = bias - half,
            BiasCiHighGy = bias + half,
            LoaCiHalfWidthGy = t * sd * Math.Sqrt((1.0 / n) + (LimitsFactor * LimitsFactor / (2 * (n - 1)))),
            Proportional = n > 2 ? LinearFit.Of([.. deliveredGy.Zip(predictedGy, (d, p) => 0.5 * (d + p))], differences) : null,
        };
    }
}
