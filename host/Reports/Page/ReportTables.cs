using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports.Page;

/// <summary>The numbers by structure and method.</summary>
internal static class ReportTables
{
    internal static void Write(Html html, ResultsDocument document)
    {
        html.Raw("<section><h2>Numbers</h2>\n");
        html.Table("t-structures", "Structures",
            ["Structure", "Role", "Volume mL", "Mass g", "Activity MBq", "Covered %", "Flags"],
            document.Structures.Select(s => (IReadOnlyList<string>)
            [
                Name(s), RoleWord.Of(s.Role), Figures.Of(s.VolumeMl), Figures.Of(s.MassG), Figures.Of(s.ActivityMBq),
                Figures.Percent(s.CoveredFraction), s.Flags.Count == 0 ? "" : string.Join(", ", s.Flags),
            ]));
        Doses(html, document, "t-dose", "Absorbed dose, Gy",
            [
                ("Mean", d => d.MeanGy), ("± u", d => d.MeanUncertaintyGy), ("SD", d => d.SdGy), ("Min", d => d.MinGy), ("D98", d => d.D98Gy),
                ("D95", d => d.D95Gy), ("D90", d => d.D90Gy), ("D70", d => d.D70Gy), ("D50", d => d.D50Gy), ("D20", d => d.D20Gy),
                ("D5", d => d.D5Gy), ("D2", d => d.D2Gy), ("Max", d => d.MaxGy),
            ]);
        double[] levels = [.. document.Structures.SelectMany(s => s.Dose.Values).SelectMany(d => d.Vx).Select(v => v.DoseGy).Distinct().Order()];
        Doses(html, document, "t-vx", "Volume at or above a dose, %",
            [.. levels.Select(level => ($"{level} Gy", (Func<DoseStatistics, double?>)(d => 100 * d.Vx.FirstOrDefault(v => v.DoseGy == level)?.Fraction)))]);
        double[] volumes = [.. document.Structures.SelectMany(s => s.Dose.Values).SelectMany(d => d.Dcc).Select(d => d.VolumeMl).Distinct().Order()];
        Doses(html, document, "t-dcc", "Dose that at least a volume receives, Gy; homogeneity index (D2 - D98) / D50",
            [
                .. volumes.Select(volume => ($"{volume} mL", (Func<DoseStatistics, double?>)(d => d.Dcc.FirstOrDefault(x => x.VolumeMl == volume)?.DoseGy))),
                ("Homogeneity", d => d.HomogeneityIndex),
            ]);
        Doses(html, document, "t-bio", "Radiobiology, Gy (BED of noisy voxels is biased high)",
            [
                ("Mean BED", d => d.BedMeanGy), ("Mean EQD2", d => d.Eqd2MeanGy), ("EUD", d => d.EudGy), ("EUBED", d => d.EubedGy), ("gEUD", d => d.GeudGy),
            ]);
        ReportBiology.Write(html, document);
        Budget(html, document);
        html.Raw("</section>\n");
    }

    private static void Budget(Html html, ResultsDocument document)
    {
        List<IReadOnlyList<string>> rows = [.. document.Structures.SelectMany(s => s.Dose.SelectMany(d => (d.Value.MeanUncertaintyParts ?? []).Select(part =>
            (IReadOnlyList<string>)[Name(s), d.Key, part.Name, Figures.Percent(part.RelativeUncertainty), Figures.Of(part.Sensitivity), Figures.Percent(part.Contribution), part.Basis])))];
        if (rows.Count > 0)
        {
            html.Table("t-budget", "Uncertainty budget of the means (standard uncertainties)",
                ["Structure", "Method", "Part", "Of the part, %", "Sensitivity", "Of the mean, %", "Basis"], rows);
        }
    }

    private static void Doses(
        Html html, ResultsDocument document, string id, string caption, IReadOnlyList<(string Head, Func<DoseStatistics, double?> Value)> columns)
    {
        html.Table(id, caption, ["Structure", "Method", .. columns.Select(c => c.Head)],
            document.Structures.SelectMany(s => s.Dose.Select(d =>
                (IReadOnlyList<string>)[Name(s), d.Key, .. columns.Select(c => Figures.Of(c.Value(d.Value)))])));
    }

    private static string Name(StructureResult structure) => StructureLabel.Of(structure.Name, structure.Derived);
}
