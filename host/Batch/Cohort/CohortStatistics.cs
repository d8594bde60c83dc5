using MathNet.Numerics.Statistics;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>A number over a cohort; unknown values are left out.</summary>
/// <param name="N">Values that are known.</param>
/// <param name="Mean">Mean; null without a value.</param>
/// <param name="Sd">Standard deviation of the sample (n - 1); null below two values.</param>
/// <param name="Median">Median.</param>
/// <param name="Q1">Lower quartile, by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566).</param>
/// <param name="Q3">Upper quartile; the interquartile range is the difference.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
internal sealed record CohortStatistics(int N, double? Mean, double? Sd, double? Median, double? Q1, double? Q3, double? Min, double? Max)
{
    internal static CohortStatistics Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return new(0, null, null, null, null, null, null, null);
        }

        double Quantile(double share) => SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
        return new(
            sorted.Length, ArrayStatistics.Mean(sorted), sorted.Length > 1 ? ArrayStatistics.StandardDeviation(sorted) : null,
            Quantile(0.5), Quantile(0.25), Quantile(0.75), sorted[0], sorted[^1]);
    }
}
