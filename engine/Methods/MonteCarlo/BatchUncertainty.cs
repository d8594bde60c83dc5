using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Statistical uncertainty of whatever is made of a structure's dose, by the jackknife (M. H. Quenouille 1956, DOI 10.2307/2332914): the
/// statistics are computed again with each group of batches left out. Unlike their values in single groups, D_x so hardly feel the noise.
/// </summary>
internal static class BatchUncertainty
{
    /// <summary>The analyses with the uncertainties of the method filled in.</summary>
    internal static IReadOnlyList<StructureAnalysis> Add(
        IReadOnlyList<StructureAnalysis> analyses, IReadOnlyList<Structure> shapes, DoseImages images, MonteCarloMethod method, MethodResult result)
    {
        int groups = method.GroupDosesGy.Count;
        if (groups < 2 || shapes.Count == 0)
        {
            return analyses;
        }

        IReadOnlyList<StructureAnalysis>[] without = new IReadOnlyList<StructureAnalysis>[groups];
        float[] dose = [.. result.DoseGy.Values];
        for (int group = 0; group < groups; group++)
        {
            for (int n = 0; n < method.KeptVoxels.Length; n++)
            {
                int voxel = method.KeptVoxels[n];
                dose[voxel] = (float)(((groups * (double)result.DoseGy.Values[voxel]) - method.GroupDosesGy[group][n]) / (groups - 1));
            }

            DoseImages one = images with { DosesGy = [new(result.Id, dose)], ActivityBqPerMl = null, DensityGPerMl = null, VxDosesGy = [], DccVolumesMl = [], Biology = null, Uncertainty = null };
            without[group] = StructureAnalyzer.AnalyzeAll(shapes, one, _ => null);
        }

        return [.. analyses.Select((analysis, n) => With(analysis, result.Id, [.. without.Select(all => all[n].Result.Dose[result.Id])]))];
    }

    private static StructureAnalysis With(StructureAnalysis analysis, string id, DoseStatistics[] without)
    {
        Dictionary<string, DoseStatistics> dose = new(analysis.Result.Dose)
        {
            [id] = UncertaintyBudget.WithStatistics(analysis.Result.Dose[id], Jackknife(without, d => d.MeanGy)) with
            {
                StatisticalUncertainty = new(
                    Jackknife(without, d => d.D98Gy), Jackknife(without, d => d.D95Gy), Jackknife(without, d => d.D90Gy),
                    Jackknife(without, d => d.D70Gy), Jackknife(without, d => d.D50Gy), Jackknife(without, d => d.D20Gy),
                    Jackknife(without, d => d.D5Gy), Jackknife(without, d => d.D2Gy)),
            },
        };
        return analysis with { Result = analysis.Result with { Dose = dose } };
    }

    private static double? Jackknife(DoseStatistics[] without, Func<DoseStatistics, double?> value)
    {
        double?[] values = Array.ConvertAll(without, d => value(d));
        if (values.Any(v => v is null))
        {
            return null;
        }

        double mean = values.Average(v => v!.Value);
        return Math.Sqrt((values.Length - 1.0) / values.Length * values.Sum(v => (v!.Value - mean) * (v.Value - mean)));
    }
}
