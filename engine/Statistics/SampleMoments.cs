using System.Numerics;

namespace VoxelDose.Engine.Statistics;

/// <summary>Weighted moments and extremes of one volume's samples, summed in double over chunks of fixed size.</summary>
/// <param name="Mean">Weighted mean.</param>
/// <param name="Sd">Weighted population standard deviation.</param>
/// <param name="Min">Smallest sample.</param>
/// <param name="Max">Largest sample.</param>
/// <param name="PositiveMean">Weighted mean of max(value, 0).</param>
/// <param name="PositiveMeanSquare">Weighted mean of its square.</param>
internal readonly record struct SampleMoments(
    double Mean, double Sd, double Min, double Max, double PositiveMean, double PositiveMeanSquare)
{
    private const int ChunkLength = 1 << 14;

    /// <summary>Moments of a volume of which at least one sample lies in the image.</summary>
    internal static SampleMoments Of(StructureSamples samples, int volume)
    {
        int chunks = (samples.Count + ChunkLength - 1) / ChunkLength;
        var parts = new Part[chunks];
        Chunks.ForEach(chunks, chunk =>
        {
            int start = chunk * ChunkLength;
            int length = Math.Min(ChunkLength, samples.Count - start);
            parts[chunk] = Part.Of(samples.Values(volume).Slice(start, length), samples.Coverages(start, length));
        });

        Part all = parts[0];
        for (int n = 1; n < chunks; n++)
        {
            all = all.Join(parts[n]);
        }

        return new(
            all.Mean, Math.Sqrt(all.SquaredDeviations / all.Weight), all.Min, all.Max, all.PositiveSum / all.Weight, all.PositiveSquares / all.Weight);
    }

    /// <summary>Moments of a part; parts join without cancellation (Chan, Golub and LeVeque 1983, DOI 10.1080/00031305.1983.10483115).</summary>
    private readonly record struct Part(
        double Weight, double Mean, double SquaredDeviations, double Min, double Max, double PositiveSum, double PositiveSquares)
    {
        internal static Part Of(ReadOnlySpan<float> values, ReadOnlySpan<float> coverages)
        {
            // Deviations are taken from the plain mean, so that nothing cancels.
            double shift = PlainMean(values);
            var sums = default(Sums);
            int vectors = 0;
            if (coverages.IsEmpty)
            {
                vectors = values.Length - (values.Length % Vector<float>.Count);
                sums = Sums.OfVectors(values[..vectors], shift);
            }

            for (int n = vectors; n < values.Length; n++)
            {
                sums = sums.Add(values[n], coverages.IsEmpty ? 1 : coverages[n], shift);
            }

            double offset = sums.Deviation / sums.Weight;
            return new(
                sums.Weight, shift + offset, Math.Max(0, sums.Squares - (sums.Weight * offset * offset)), sums.Min, sums.Max, sums.Positive, sums.PositiveSquares);
        }

        private static double PlainMean(ReadOnlySpan<float> values)
        {
            Vector<double> sums = default;
            int vectors = values.Length - (values.Length % Vector<float>.Count);
            for (int n = 0; n < vectors; n += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(values[n..]), out Vector<double> low, out Vector<double> high);
                sums += low + high;
            }

            double sum = Vector.Sum(sums);
            foreach (float value in values[vectors..])
            {
                sum += value;
            }

            return sum / values.Length;
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
                Math.Max(Max, other.Max),
                PositiveSum + other.PositiveSum,
                PositiveSquares + other.PositiveSquares);
        }
    }

    private readonly record struct Sums(
        double Weight, double Deviation, double Squares, double Min, double Max, double Positive, double PositiveSquares)
    {
        internal static Sums OfVectors(ReadOnlySpan<float> values, double shift)
        {
            if (values.IsEmpty)
            {
                return default;
            }

            var origin = new Vector<double>(shift);
            Vector<double> deviation = default;
            Vector<double> squares = default;
            Vector<double> positive = default;
            Vector<double> positiveSquares = default;
            var min = new Vector<float>(values);
            Vector<float> max = min;
            for (int n = 0; n < values.Length; n += Vector<float>.Count)
            {
                var value = new Vector<float>(values[n..]);
                min = Vector.Min(min, value);
                max = Vector.Max(max, value);
                Vector.Widen(value, out Vector<double> low, out Vector<double> high);
                Vector.Widen(Vector.Max(value, Vector<float>.Zero), out Vector<double> lowPositive, out Vector<double> highPositive);
                positive += lowPositive + highPositive;
                positiveSquares += (lowPositive * lowPositive) + (highPositive * highPositive);
                low -= origin;
                high -= origin;
                deviation += low + high;
                squares += (low * low) + (high * high);
            }

            double smallest = double.PositiveInfinity;
            double largest = double.NegativeInfinity;
            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                smallest = Math.Min(smallest, min[lane]);
                largest = Math.Max(largest, max[lane]);
            }

            return new(
                values.Length, Vector.Sum(deviation), Vector.Sum(squares), smallest, largest, Vector.Sum(positive), Vector.Sum(positiveSquares));
        }

        internal Sums Add(double value, double weight, double shift)
        {
            double deviation = value - shift;
            double positive = Math.Max(0, value);
            return new(
                Weight + weight,
                Deviation + (weight * deviation),
                Squares + (weight * deviation * deviation),
                Weight == 0 ? value : Math.Min(Min, value),
                Weight == 0 ? value : Math.Max(Max, value),
                Positive + (weight * positive),
                PositiveSquares + (weight * positive * positive));
        }
    }
}
