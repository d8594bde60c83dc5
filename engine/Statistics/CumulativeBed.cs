using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Sums treatments in biologically effective dose, sample by sample: BED of each with its own half-life. Full repair between treatments is assumed,
/// and none is forgotten with time.
/// </summary>
public static class CumulativeBed
{
    /// <summary>Interpolated reach from which on a sample counts as reached; below 1 by rounding alone.</summary>
    private const float Reached = 1 - 1e-6f;

    /// <summary>Share of a structure that may lie outside an earlier image without a word.</summary>
    private const double Negligible = 1e-3;

    /// <summary>The sum for one structure and dose volume.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="samples">Its samples of all volumes.</param>
    /// <param name="volume">Which of them is the present dose, Gy.</param>
    /// <param name="halfLifeH">Half-life of the present treatment, h.</param>
    /// <param name="parameters">Parameters of the tissue.</param>
    /// <param name="earlier">Earlier treatments, and where their dose and reach lie among the samples' volumes (null where only means are known).</param>
    /// <returns>Null where no sample lies in the image.</returns>
    internal static CumulativeDose? Of(
        Structure structure, StructureSamples samples, int volume, double halfLifeH, RadiobiologyParameters parameters,
        IReadOnlyList<(EarlierTreatment Treatment, int? Dose, int? Reach)> earlier)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        double uniform = 0;
        var parts = new List<TreatmentPart>();
        foreach ((EarlierTreatment treatment, int? dose, int? reach) in earlier)
        {
            TreatmentPart part = dose is { } d
                ? new(treatment.Label, treatment.HalfLifeH, samples.Mean(d), Radiobiology.MeanBedGy(samples, d, treatment.HalfLifeH, parameters), Share(samples, reach!.Value))
                : OfMean(structure, treatment, parameters);
            uniform += dose is null ? part.BedMeanGy ?? 0 : 0;
            parts.Add(part);
        }

        using StructureSamples sum = samples.Combined(n =>
        {
            double bed = uniform + Radiobiology.BedGy(samples.Values(volume)[n], halfLifeH, parameters);
            foreach ((EarlierTreatment treatment, int? dose, _) in earlier)
            {
                bed += dose is { } d ? Radiobiology.BedGy(samples.Values(d)[n], treatment.HalfLifeH, parameters) : 0;
            }

            return (float)bed;
        });
        double mean = sum.Mean(0)!.Value;
        double[] shares = OrderStatistics.Solve(
            sum, 0, [OrderStatistics.NeededForPercent(sum, 95), OrderStatistics.NeededForPercent(sum, 50), OrderStatistics.NeededForPercent(sum, 5)], []).DosesGy;
        return new(
            mean, Radiobiology.Eqd2Gy(mean, parameters), shares[0], shares[1], shares[2], parts.TrueForAll(part => part.CoveredFraction > 1 - Negligible), parts);
    }

    private static TreatmentPart OfMean(Structure structure, EarlierTreatment treatment, RadiobiologyParameters parameters) =>
        treatment.MeansGy.TryGetValue(structure.Name, out double mean)
            ? new(treatment.Label, treatment.HalfLifeH, mean, Radiobiology.BedGy(mean, treatment.HalfLifeH, parameters), 1)
            : new(treatment.Label, treatment.HalfLifeH, null, null, 0);

    /// <summary>Share of the structure's samples that the earlier image reaches, of those that the present one does.</summary>
    private static double Share(StructureSamples samples, int reach)
    {
        ReadOnlySpan<float> values = samples.Values(reach);
        double inside = 0;
        double all = 0;
        for (int n = 0; n < values.Length; n++)
        {
            double weight = samples.WeightMlOf(n);
            all += weight;
            inside += values[n] >= Reached ? weight : 0;
        }

        return inside / all;
    }
}
