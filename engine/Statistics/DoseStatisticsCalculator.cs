using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Statistics;

/// <summary>Fills <see cref="DoseStatistics"/> from samples by the definitions of docs/statistics.md: exact, no bins, any number of samples.</summary>
public static class DoseStatisticsCalculator
{
    /// <summary>Doses of V_x, Gy, unless others are asked for.</summary>
    public static IReadOnlyList<double> DefaultVxDosesGy { get; } = [20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300];

    /// <summary>The shares x of the reported D_x, percent.</summary>
    internal static IReadOnlyList<double> ReportedPercents { get; } = [98, 95, 90, 70, 50, 20, 5, 2];

    /// <summary>
    /// Statistics of one volume. The uncertainty of the mean and the discretisation are left null: <see cref="Discretisation"/> and the
    /// uncertainty budget fill them.
    /// </summary>
    /// <param name="samples">The structure on the image.</param>
    /// <param name="volume">Which of the samples' volumes is the dose, Gy.</param>
    /// <param name="radiobiology">Parameters of the tissue; null leaves biological doses null.</param>
    /// <param name="halfLifeH">Half-life of the nuclide, h.</param>
    /// <param name="vxDosesGy">Doses of V_x, Gy; null for <see cref="DefaultVxDosesGy"/>.</param>
    /// <param name="dccVolumesMl">Volumes of D_cc, mL, above 0; null for none.</param>
    /// <returns>The statistics; all null and no V_x where no sample lies in the image.</returns>
    public static DoseStatistics Compute(
        StructureSamples samples, int volume, RadiobiologyParameters? radiobiology, double halfLifeH, IReadOnlyList<double>? vxDosesGy = null,
        IReadOnlyList<double>? dccVolumesMl = null)
    {
        if (samples.Count == 0)
        {
            return new();
        }

        double[] thresholds = [.. (vxDosesGy ?? DefaultVxDosesGy).Distinct().Order()];
        SampleMoments moments = samples.Moments(volume);
        double[] volumes = [.. (dccVolumesMl ?? []).Distinct().Order()];
        double[] fitting = [.. volumes.Where(ml => ml <= samples.WeightMl)];
        (double[] doses, double[] fractions) = OrderStatistics.Solve(
            samples,
            volume,
            [
                .. ReportedPercents.Select(percent => OrderStatistics.NeededForPercent(samples, percent)),
                .. fitting.Select(ml => OrderStatistics.NeededForVolume(samples, ml)),
            ],
            thresholds);
        double? bed = radiobiology is null ? null : Radiobiology.MeanBedGy(samples, volume, halfLifeH, radiobiology);
        var found = new DoseStatistics
        {
            MeanGy = moments.Mean,
            SdGy = moments.Sd,
            MinGy = moments.Min,
            MaxGy = moments.Max,
            MedianGy = doses[4],
            D98Gy = doses[0],
            D95Gy = doses[1],
            D90Gy = doses[2],
            D70Gy = doses[3],
            D50Gy = doses[4],
            D20Gy = doses[5],
            D5Gy = doses[6],
            D2Gy = doses[7],
            Dcc = [.. volumes.Select((ml, n) => new DoseAtVolume(ml, n < fitting.Length ? doses[ReportedPercents.Count + n] : null))],
            Vx = [.. thresholds.Zip(fractions, (dose, fraction) => new VolumeAtDose(dose, fraction))],
            BedMeanGy = bed,
            Eqd2MeanGy = bed is { } value ? Radiobiology.Eqd2Gy(value, radiobiology!) : null,
            EudGy = radiobiology?.AlphaPerGy is { } alpha ? Radiobiology.EudGy(samples, volume, alpha) : null,
            EubedGy = radiobiology?.AlphaPerGy is { } a ? Radiobiology.EubedGy(samples, volume, a, halfLifeH, radiobiology) : null,
        };
        return found with { HomogeneityIndex = HomogeneityIndex(found) };
    }

    /// <summary>D_x: the largest dose d such that samples with a dose of at least d carry at least x percent of the weight.</summary>
    /// <param name="samples">The structure on the image.</param>
    /// <param name="volume">Which of the samples' volumes is the dose, Gy.</param>
    /// <param name="percent">x, above 0 up to 100.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static double? DoseAtVolumeGy(StructureSamples samples, int volume, double percent)
    {
        if (!(percent > 0 && percent <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "the share of D_x must be above 0 and at most 100 percent");
        }

        return samples.Count == 0 ? null : OrderStatistics.Solve(samples, volume, [OrderStatistics.NeededForPercent(samples, percent)], []).DosesGy[0];
    }

    /// <summary>D_cc: the same for an absolute volume; null where the structure (in the image) is smaller than that.</summary>
    /// <param name="samples">The structure on the image.</param>
    /// <param name="volume">Which of the samples' volumes is the dose, Gy.</param>
    /// <param name="volumeMl">The volume, mL, above 0.</param>
    public static double? DoseAtVolumeMlGy(StructureSamples samples, int volume, double volumeMl) =>
        samples.Count == 0 || volumeMl > samples.WeightMl
            ? null
            : OrderStatistics.Solve(samples, volume, [OrderStatistics.NeededForVolume(samples, volumeMl)], []).DosesGy[0];

    /// <summary>Homogeneity index of ICRU 83: (D2 - D98) / D50, 0 for a uniform dose; null where D50 is not above 0.</summary>
    public static double? HomogeneityIndex(DoseStatistics statistics) =>
        statistics.D50Gy > 0 ? (statistics.D2Gy - statistics.D98Gy) / statistics.D50Gy : null;
}
