namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Biological dose of a permanent implant: exponential decay, mono-exponential repair, linear-quadratic survival (Dale 1985,
/// DOI 10.1259/0007-1285-58-690-515).
/// </summary>
public static class Radiobiology
{
    /// <summary>Biologically effective dose, Gy: D (1 + D x T_r / ((T_r + T_half) x alpha/beta)); a negative dose counts as 0.</summary>
    /// <param name="doseGy">Absorbed dose, Gy.</param>
    /// <param name="halfLifeH">Half-life of the nuclide in the tissue, h.</param>
    /// <param name="parameters">Parameters of the tissue.</param>
    public static double BedGy(double doseGy, double halfLifeH, RadiobiologyParameters parameters)
    {
        double dose = Math.Max(0, doseGy);
        return dose * (1 + (dose * QuadraticPerGy(halfLifeH, parameters)));
    }

    /// <summary>Dose in 2 Gy fractions of the same effect, Gy: BED / (1 + 2 / (alpha/beta)).</summary>
    public static double Eqd2Gy(double bedGy, RadiobiologyParameters parameters) => bedGy / (1 + (2 / parameters.AlphaBetaGy));

    /// <summary>The factor g of BED = D (1 + g D), 1/Gy.</summary>
    internal static double QuadraticPerGy(double halfLifeH, RadiobiologyParameters parameters) =>
        parameters.RepairHalfTimeH / ((parameters.RepairHalfTimeH + halfLifeH) * parameters.AlphaBetaGy);

    /// <summary>
    /// Mean BED of a structure, Gy: the weighted mean of the samples' BED, not the BED of the mean. Noise makes it too high.
    /// </summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="halfLifeH">Half-life, h.</param>
    /// <param name="parameters">Parameters of the tissue.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static double? MeanBedGy(StructureSamples samples, int volume, double halfLifeH, RadiobiologyParameters parameters)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        SampleMoments moments = samples.Moments(volume);
        return moments.PositiveMean + (QuadraticPerGy(halfLifeH, parameters) * moments.PositiveMeanSquare);
    }

    /// <summary>
    /// Cell-survival equivalent uniform dose, Gy: -ln(mean of exp(-alpha D)) / alpha. Samples without dose count; it never exceeds the mean.
    /// </summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="alphaPerGy">alpha, 1/Gy.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static double? EudGy(StructureSamples samples, int volume, double alphaPerGy) =>
        SoftMinimum(samples, volume, alphaPerGy, dose => dose);

    /// <summary>The same on biologically effective dose, Gy.</summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="alphaPerGy">alpha, 1/Gy.</param>
    /// <param name="halfLifeH">Half-life, h.</param>
    /// <param name="parameters">Parameters of the tissue.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static double? EubedGy(
        StructureSamples samples, int volume, double alphaPerGy, double halfLifeH, RadiobiologyParameters parameters) =>
        SoftMinimum(samples, volume, alphaPerGy, dose => BedGy(dose, halfLifeH, parameters));

    /// <summary>
    /// Generalised equivalent uniform dose, Gy: (mean of D^a)^(1/a) (Niemierko 1999), negative doses as 0: the mean for a = 1, nearer to
    /// the maximum the larger a is, and for a below 0 (tumours) nearer to the minimum: 0 as soon as one sample is without dose.
    /// </summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="exponent">a; finite and not 0.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static double? GeneralisedEudGy(StructureSamples samples, int volume, double exponent)
    {
        if (!double.IsFinite(exponent) || exponent == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "the exponent of gEUD must be finite and not 0");
        }

        if (samples.Count == 0)
        {
            return null;
        }

        // Relative to the largest dose (or the smallest, for a below 0) no power overflows.
        SampleMoments moments = samples.Moments(volume);
        double scale = Math.Max(0, exponent > 0 ? moments.Max : moments.Min);
        return scale == 0 ? 0 : scale * Math.Pow(
            WeightedMean(samples, volume, dose => Math.Pow(Math.Max(0, dose) / scale, exponent))!.Value, 1 / exponent);
    }

    private static double? SoftMinimum(StructureSamples samples, int volume, double alphaPerGy, Func<double, double> effect)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        // Relative to the smallest effect the largest exponential is 1, so that none underflows into a wrong logarithm.
        double least = effect(samples.Moments(volume).Min);
        double survival = WeightedMean(samples, volume, dose => Math.Exp(-alphaPerGy * (effect(dose) - least)))!.Value;
        return least - (Math.Log(survival) / alphaPerGy);
    }

    private static double? WeightedMean(StructureSamples samples, int volume, Func<double, double> effect)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        const int chunkLength = 1 << 14;
        int chunks = (samples.Count + chunkLength - 1) / chunkLength;
        double[] weights = new double[chunks];
        double[] sums = new double[chunks];
        Chunks.ForEach(chunks, chunk =>
        {
            int start = chunk * chunkLength;
            int length = Math.Min(samples.Count - start, chunkLength);
            ReadOnlySpan<float> values = samples.Values(volume).Slice(start, length);
            ReadOnlySpan<float> coverages = samples.Coverages(start, length);
            double sum = 0;
            double weight = 0;
            for (int n = 0; n < length; n++)
            {
                double w = coverages.IsEmpty ? 1 : coverages[n];
                sum += w * effect(values[n]);
                weight += w;
            }

            (sums[chunk], weights[chunk]) = (sum, weight);
        });
        return sums.Sum() / weights.Sum();
    }
}
