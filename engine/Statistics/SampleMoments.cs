namespace VoxelDose.Engine.Statistics;

/// <summary>Weighted moments and extremes of one volume's samples, summed in double over chunks of fixed size.</summary>
/// <param name="Mean">Weighted mean.</param>
/// <param name="Sd">Weighted population standard deviation.</param>
/// <param name="Min">Smallest sample.</param>
/// <param name="Max">Largest sample.</param>
internal readonly record struct SampleMoments(double Mean, double Sd, double Min, double Max)
{
    private const int ChunkLength = 1 << 14;

    /// <summary>Moments of a volume of which at least one sample lies in the image.</summary>
    internal static SampleMoments Of(StructureSamples samples, int volume)
    {
        float[] values = samples.Values[volume];
        int chunks = (samples.Count + ChunkLength - 1) / ChunkLength;
        var parts = new Part[chunks];
        Parallel.For(0, chunks, chunk =>
        {
            int start = chunk * ChunkLength;
            int length = Math.Min(ChunkLength, samples.Count - start);
            parts[chunk] = Part.Of(values.AsSpan(start, length), samples.Coverages is { } c ? c.AsSpan(start, length) : default);
        });

        Part all = parts[0];
        for (int n = 1; n < chunks; n++)
        {
            all = all.Join(parts[n]);
        }

        return new(all.Mean, Math.Sqrt(all.SquaredDeviations / all.Weight), all.Min, all.Max);
    }

    /// <summary>Moments of a part; parts join without cancellation (Chan, Golub and LeVeque 1983, DOI 10.1080/00031305.1983.10483115).</summary>
    private readonly record struct Part(double Weight, double Mean, double SquaredDeviations, double Min, double Max)
    {
        internal static Part Of(ReadOnlySpan<float> values, ReadOnlySpan<float> coverages)
        {
            double weight = 0;
            double sum = 0;
            float min = float.PositiveInfinity;
            float max = float.NegativeInfinity;
            for (int n = 0; n < values.Length; n++)
            {
                double w = coverages.IsEmpty ? 1 : coverages[n];
                weight += w;
                sum += w * values[n];
                min = MathF.Min(min, values[n]);
                max = MathF.Max(max, values[n]);
            }

            double mean = sum / weight;
            double squares = 0;
            for (int n = 0; n < values.Length; n++)
            {
                double deviation = values[n] - mean;
                squares += (coverages.IsEmpty ? 1 : coverages[n]) * deviation * deviation;
            }

            return new(weight, mean, squares, min, max);
        }

        internal Part Join(Part other)
        {
            double weight = Weight + other.Weight;
            double step = other.Mean - Mean;
            return new(
                weight,
                Mean + (step * other.Weight / weight),
                SquaredDeviations + other.SquaredDeviations + (step * step * Weight * other.Weight / weight),
                Math.Min(Min, other.Min),
                Math.Max(Max, other.Max));
        }
    }
}
