namespace VoxelDose.Engine.Comparison;

/// <summary>How two doses at the same points agree; all weighted, null where undefined (no points, or no spread).</summary>
public sealed record PairStatistics
{
    /// <summary>Number of points.</summary>
    public required int Count { get; init; }

    /// <summary>Mean of delivered minus predicted, Gy.</summary>
    public double? MeanDifferenceGy { get; init; }

    /// <summary>Population standard deviation of the difference, Gy.</summary>
    public double? SdDifferenceGy { get; init; }

    /// <summary>Root of the mean squared difference, Gy.</summary>
    public double? RmsDifferenceGy { get; init; }

    /// <summary>Pearson's correlation.</summary>
    public double? Pearson { get; init; }

    /// <summary>Spearman's correlation: Pearson's of the ranks, ties at their middle.</summary>
    public double? Spearman { get; init; }

    /// <summary>Lin's concordance (1989, DOI 10.2307/2532051): 2 s_xy / (s_x^2 + s_y^2 + (m_x - m_y)^2), population moments.</summary>
    public double? LinsCcc { get; init; }

    /// <summary>Computes all of them.</summary>
    public static PairStatistics Of(PairedDoses pairs)
    {
        if (pairs.Count == 0)
        {
            return new() { Count = 0 };
        }

        double[] x = Array.ConvertAll(pairs.PredictedGy, value => (double)value);
        double[] y = Array.ConvertAll(pairs.DeliveredGy, value => (double)value);
        Moments m = Moments.Of(x, y, pairs.Weights);
        double spread = m.VarianceX + m.VarianceY + ((m.MeanX - m.MeanY) * (m.MeanX - m.MeanY));
        double difference = m.MeanY - m.MeanX;
        double variance = Math.Max(0, m.VarianceX + m.VarianceY - (2 * m.Covariance));
        return new()
        {
            Count = pairs.Count,
            MeanDifferenceGy = difference,
            SdDifferenceGy = Math.Sqrt(variance),
            RmsDifferenceGy = Math.Sqrt(variance + (difference * difference)),
            Pearson = m.Correlation,
            Spearman = Moments.Of(Ranks(x, pairs.Weights), Ranks(y, pairs.Weights), pairs.Weights).Correlation,
            LinsCcc = spread > 0 ? 2 * m.Covariance / spread : null,
        };
    }

    /// <summary>Weighted ranks: the weight below plus half the weight of the equals.</summary>
    private static double[] Ranks(double[] values, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), order);
        double[] ranks = new double[values.Length];
        double below = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            double equal = 0;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                equal += weights[order[end]];
                end++;
            }

            for (int n = start; n < end; n++)
            {
                ranks[order[n]] = below + (0.5 * equal);
            }

            below += equal;
            start = end;
        }

        return ranks;
    }

    private readonly record struct Moments(double MeanX, double MeanY, double VarianceX, double VarianceY, double Covariance)
    {
        internal double? Correlation => VarianceX > 0 && VarianceY > 0 ? Math.Clamp(Covariance / Math.Sqrt(VarianceX * VarianceY), -1, 1) : null;

        internal static Moments Of(double[] x, double[] y, double[] weights)
        {
            double total = 0, meanX = 0, meanY = 0;
            for (int n = 0; n < x.Length; n++)
            {
                total += weights[n];
                meanX += weights[n] * x[n];
                meanY += weights[n] * y[n];
            }

            meanX /= total;
            meanY /= total;
            double xx = 0, yy = 0, xy = 0;
            for (int n = 0; n < x.Length; n++)
            {
                double dx = x[n] - meanX, dy = y[n] - meanY;
                xx += weights[n] * dx * dx;
                yy += weights[n] * dy * dy;
                xy += weights[n] * dx * dy;
            }

            return new(meanX, meanY, xx / total, yy / total, xy / total);
        }
    }
}
