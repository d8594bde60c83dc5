using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Statistics;

/// <summary>Everything that the result says of one structure, from one sampling of all volumes.</summary>
public static class StructureAnalyzer
{
    /// <summary>Analyses structures side by side on all cores; see <see cref="Analyze"/>.</summary>
    /// <param name="structures">The structures, seen from the frame of the images.</param>
    /// <param name="images">Doses, activity and density.</param>
    /// <param name="radiobiologyOf">Parameters of a structure's tissue; null leaves its biological doses null.</param>
    /// <returns>In the order of the structures.</returns>
    public static IReadOnlyList<StructureAnalysis> AnalyzeAll(
        IReadOnlyList<Structure> structures, DoseImages images, Func<Structure, RadiobiologyParameters?> radiobiologyOf)
    {
        var analyses = new StructureAnalysis[structures.Count];
        StructureLoop.ForEach(structures, n => analyses[n] = Analyze(structures[n], images, radiobiologyOf(structures[n])));
        return analyses;
    }

    /// <summary>Analyses a structure; flags are left empty, they follow from the structures together.</summary>
    /// <param name="structure">The structure, seen from the frame of the images.</param>
    /// <param name="images">Doses, activity and density.</param>
    /// <param name="radiobiology">Parameters of its tissue; null leaves biological doses null.</param>
    public static StructureAnalysis Analyze(Structure structure, DoseImages images, RadiobiologyParameters? radiobiology)
    {
        var volumes = images.DosesGy.Select(dose => dose.Value).ToList();
        int? activity = Add(volumes, images.ActivityBqPerMl);
        int? density = Add(volumes, images.DensityGPerMl);
        var earlier = new List<(EarlierTreatment Treatment, int? Dose, int? Reach)>();
        foreach (EarlierDose dose in radiobiology is null ? [] : images.Biology?.Earlier ?? [])
        {
            earlier.Add((dose.Treatment, Add(volumes, dose.DoseGy), Add(volumes, dose.Reach)));
        }

        using StructureSamples samples = StructureSampler.Sample(structure, images.Grid, volumes);

        int methods = images.DosesGy.Count;
        var statistics = new DoseStatistics[methods];
        var byMethod = new Dictionary<string, DoseStatistics>();
        var dvh = new DvhCurve[methods];
        for (int n = 0; n < methods; n++)
        {
            statistics[n] = DoseStatisticsCalculator.Compute(samples, n, radiobiology, images.HalfLifeH, images.VxDosesGy, images.DccVolumesMl) with
            {
                GeudGy = images.Biology?.GeudExponents.TryGetValue(structure.Role, out double exponent) ?? false
                    ? Radiobiology.GeneralisedEudGy(samples, n, exponent)
                    : null,
                Cumulative = earlier.Count > 0 ? CumulativeBed.Of(structure, samples, n, images.HalfLifeH, radiobiology!, earlier) : null,
            };
            statistics[n] = statistics[n] with
            {
                Outcomes = [.. (images.Biology?.OutcomeModels ?? []).Where(model => model.Role == structure.Role)
                    .Select(model => model.Of(samples, n, images.HalfLifeH, radiobiology))],
            };
        }

        IReadOnlyList<double?> discretisation = Discretisation.EstimateGy(structure, images.Grid, volumes[..methods], statistics);
        IReadOnlyList<double?>? surface = images.Uncertainty is null || samples.Count == 0
            ? null
            : BoundaryDose.MeanGy(structure, images.Grid, volumes[..methods]);
        for (int n = 0; n < methods; n++)
        {
            string method = images.DosesGy[n].Key;
            byMethod[method] = WithUncertainty(statistics[n], structure, images, surface?[n]) with { DiscretisationGy = discretisation[n] };
            dvh[n] = CumulativeDvh.Compute(samples, n, structure.Name, method);
        }

        double? massG = density is { } d ? samples.Integral(d) : samples.Count > 0 ? samples.WeightMl * images.UniformDensity?.GramPerMl : null;
        double? activityBq = activity is { } a ? samples.Integral(a) : null;
        return new(
            new()
            {
                Name = structure.Name,
                Role = structure.Role,
                Derived = structure.IsDerived,
                VolumeMl = structure.VolumeMl,
                MassG = massG,
                VoxelCount = structure.VoxelCount,
                CoveredFraction = samples.CoveredFraction,
                ActivityMBq = activityBq is { } bq ? Activity.FromBecquerel(bq).Megabecquerel : null,
                Dose = byMethod,
            },
            dvh);
    }

    /// <summary>Adds the uncertainty of the mean, which is not known for a mean of 0 or less.</summary>
    private static DoseStatistics WithUncertainty(DoseStatistics statistics, Structure structure, DoseImages images, double? surfaceGy)
    {
        if (images.Uncertainty is not { } assumptions || surfaceGy is not { } surface || statistics.MeanGy is not > 0)
        {
            return statistics;
        }

        double mean = statistics.MeanGy.Value;
        var budget = UncertaintyBudget.Of(VolumeGeometry.Of(structure, images.Grid), surface / mean, assumptions);
        return statistics with
        {
            MeanUncertaintyGy = budget.RelativeUncertainty * mean,
            MeanUncertaintyParts = budget.Parts,
            RecoveryCorrectedMeanGy = budget.Recovery is { } recovery ? mean / recovery.Coefficient : null,
        };
    }

    private static int? Add(List<float[]> volumes, float[]? volume)
    {
        if (volume is null)
        {
            return null;
        }

        volumes.Add(volume);
        return volumes.Count - 1;
    }
}
