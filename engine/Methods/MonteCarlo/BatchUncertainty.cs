using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Statistical uncertainty of whatever is made of a structure's dose, by the jackknife that leaves out half of the groups of batches (J. Shao and C. F. J. Wu 1989, Ann. Statist. 17, 1176).
/// For means it is the usual one. D_x is no smooth function of the doses: with one group in ten left out, too few voxels near it change places, and the uncertainty came out 1.8 times too high;
/// with a half left out the doses differ by as much as they are uncertain.
/// </summary>
internal static class BatchUncertainty
{
    /// <summary>The analyses with the uncertainties of the method filled in.</summary>
    internal static IReadOnlyList<StructureAnalysis> Add(
        IReadOnlyList<StructureAnalysis> analyses, IReadOnlyList<Structure> shapes, DoseImages images, MonteCarloMethod method, MethodResult result)
    {
        if (method.GroupDosesGy.Count != MonteCarloRequest.Groups || shapes.Count == 0)
        {
            return analyses;
        }

        var halves = new List<IReadOnlyList<StructureAnalysis>>();
        float[] dose = [.. result.DoseGy.Values];
        foreach (int[] half in HalfSamples.OfTen)
        {
            float[][] groups = [.. half.Select(group => method.GroupDosesGy[group])];
            for (int n = 0; n < method.KeptVoxels.Length; n++)
            {
                double sum = 0;
                foreach (float[] group in groups)
                {
                    sum += group[n];
                }

                dose[method.KeptVoxels[n]] = (float)(sum / groups.Length);
            }

            DoseImages one = images with { DosesGy = [new(result.Id, dose)], ActivityBqPerMl = null, DensityGPerMl = null, VxDosesGy = [], DccVolumesMl = [], Biology = null, Uncertainty = null };
            halves.Add(StructureAnalyzer.AnalyzeAll(shapes, one, _ => null));
        }

        return [.. analyses.Select((analysis, n) => With(analysis, result.Id, [.. halves.Select(all => all[n].Result.Dose[result.Id])]))];
    }

    private static StructureAnalysis With(StructureAnalysis analysis, string id, DoseStatistics[] halves)
    {
        Dictionary<string, DoseStatistics> dose = new(analysis.Result.Dose)
        {
            [id] = UncertaintyBudget.WithStatistics(analysis.Result.Dose[id], Jackknife(halves, d => d.MeanGy)) with
            {
                StatisticalUncertainty = new(
                    Jackknife(halves, d => d.D98Gy), Jackknife(halves, d => d.D95Gy), Jackknife(halves, d => d.D90Gy),
                    Jackknife(halves, d => d.D70Gy), Jackknife(halves, d => d.D50Gy), Jackknife(halves, d => d.D20Gy),
                    Jackknife(halves, d => d.D5Gy), Jackknife(halves, d => d.D2Gy)),
            },
        };
        return analysis with { Result = analysis.Result with { Dose = dose } };
    }

    /// <summary>The root of (groups kept / groups left out) x mean square deviation; kept and left out are as many.</summary>
    private static double? Jackknife(DoseStatistics[] halves, Func<DoseStatistics, double?> value)
    {
        double?[] values = Array.ConvertAll(halves, d => value(d));
        if (values.Any(v => v is null))
        {
            return null;
        }

        double mean = values.Average(v => v!.Value);
        return Math.Sqrt(values.Average(v => (v!.Value - mean) * (v.Value - mean)));
    }
}
