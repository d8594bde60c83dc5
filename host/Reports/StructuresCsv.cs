using CsvHelper;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports;

/// <summary>structures.csv: a row for each structure and method, columns named as in results.json; unknown is an empty cell.</summary>
internal static class StructuresCsv
{
    private static readonly (string Name, Func<StructureResult, object?> Value)[] StructureColumns =
    [
        ("structure", s => s.Name),
        ("role", s => RoleWord.Of(s.Role)),
        ("derived", s => s.Derived),
        ("volumeMl", s => s.VolumeMl),
        ("massG", s => s.MassG),
        ("voxelCount", s => s.VoxelCount),
        ("coveredFraction", s => s.CoveredFraction),
        ("activityMBq", s => s.ActivityMBq),
        ("flags", s => string.Join(';', s.Flags)),
    ];

    private static readonly (string Name, Func<DoseStatistics, double?> Value)[] DoseColumns =
    [
        ("meanGy", d => d.MeanGy),
        ("sdGy", d => d.SdGy),
        ("minGy", d => d.MinGy),
        ("maxGy", d => d.MaxGy),
        ("medianGy", d => d.MedianGy),
        ("d98Gy", d => d.D98Gy),
        ("d95Gy", d => d.D95Gy),
        ("d90Gy", d => d.D90Gy),
        ("d70Gy", d => d.D70Gy),
        ("d50Gy", d => d.D50Gy),
        ("d20Gy", d => d.D20Gy),
        ("d5Gy", d => d.D5Gy),
        ("d2Gy", d => d.D2Gy),
        ("meanUncertaintyGy", d => d.MeanUncertaintyGy),
        ("discretisationGy", d => d.DiscretisationGy),
        ("bedMeanGy", d => d.BedMeanGy),
        ("eqd2MeanGy", d => d.Eqd2MeanGy),
        ("eudGy", d => d.EudGy),
        ("eubedGy", d => d.EubedGy),
        ("geudGy", d => d.GeudGy),
        ("homogeneityIndex", d => d.HomogeneityIndex),
        ("cumulativeBedMeanGy", d => d.Cumulative?.BedMeanGy),
        ("cumulativeEqd2MeanGy", d => d.Cumulative?.Eqd2MeanGy),
        ("cumulativeCoveredFraction", d => d.Cumulative?.Earlier.Min(part => part.CoveredFraction)),
    ];

    internal static void Write(TextWriter target, IReadOnlyList<StructureResult> structures)
    {
        using CsvWriter csv = TableRow.To(target);
        double[] doses = [.. structures.SelectMany(s => s.Dose.Values).SelectMany(d => d.Vx).Select(v => v.DoseGy).Distinct().Order()];
        double[] volumes = [.. structures.SelectMany(s => s.Dose.Values).SelectMany(d => d.Dcc).Select(d => d.VolumeMl).Distinct().Order()];
        IEnumerable<string> header = StructureColumns.Select(c => c.Name).Append("method").Concat(DoseColumns.Select(c => c.Name))
            .Concat(doses.Select(dose => $"v{dose}GyFraction")).Concat(volumes.Select(volume => $"d{volume}ccGy"));
        TableRow.Write(csv, header);
        foreach (StructureResult structure in structures)
        {
            foreach ((string method, DoseStatistics dose) in structure.Dose)
            {
                var fractions = dose.Vx.ToDictionary(v => v.DoseGy, v => v.Fraction);
                TableRow.Write(csv, StructureColumns.Select(c => c.Value(structure)).Append(method)
                    .Concat(DoseColumns.Select(c => (object?)c.Value(dose)))
                    .Concat(doses.Select(d => (object?)(fractions.TryGetValue(d, out double fraction) ? fraction : null)))
                    .Concat(volumes.Select(v => (object?)dose.Dcc.FirstOrDefault(d => d.VolumeMl == v)?.DoseGy)));
            }
        }
    }
}
