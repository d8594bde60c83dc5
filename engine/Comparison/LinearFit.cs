using MathNet.Numerics.Distributions;

namespace VoxelDose.Engine.Comparison;

/// <summary>A least-squares line y = intercept + slope x with 95 % confidence intervals.</summary>
public sealed record LinearFit
{
    private const double TwoSided95 = 0.975;

    /// <summary>Intercept, unit of y.</summary>
    public required double Intercept { get; init; }

    /// <summary>Slope.</summary>
    public required double Slope { get; init; }

    /// <summary>Lower end of the slope's interval; null with fewer than three points.</summary>
    public double? SlopeLow { get; init; }

    /// <summary>Upper end of the slope's interval.</summary>
    public double? SlopeHigh { get; init; }

    /// <summary>Two-sided p of a slope of zero; null with fewer than three points.</summary>
    public double? SlopeP { get; init; }

    /// <summary>Share of y's variance that the line explains; null where y has none.</summary>
    public double? RSquared { get; init; }

    /// <summary>Fits the line; null with fewer than two points or without spread in x.</summary>
    public static LinearFit? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        int n = x.Count;
        if (n < 2)
        {
            return null;
        }

        double meanX = x.Average(), meanY = y.Average();
        double xx = x.Sum(value => (value - meanX) * (value - meanX));
        double yy = y.Sum(value => (value - meanY) * (value - meanY));
        double xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        if (!(xx > 0))
        {
            return null;
        }

        double slope = xy / xx;
        double residual = Math.Max(0, yy - (slope * xy));
        double? error = n > 2 ? Math.Sqrt(residual / (n - 2) / xx) : null;
        double? t = n > 2 ? StudentT.InvCDF(0, 1, n - 2, TwoSided95) : null;
        return new()
        {
            Intercept = meanY - (slope * meanX),
            Slope = slope,
            SlopeLow = slope - (t * error),
            SlopeHigh = slope + (t * error),
            SlopeP = error switch
            {
                null => null,
                0 => slope == 0 ? 1 : 0,
                { } e => 2 * (1 - StudentT.CDF(0, 1, n - 2, Math.Abs(slope / e))),
            },
            RSquared = yy > 0 ? slope * xy / yy : null,
        };
    }
}
