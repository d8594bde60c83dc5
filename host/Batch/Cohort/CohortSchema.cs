using System.Globalization;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;
using static VoxelDose.Host.Batch.Cohort.CohortColumn;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>
/// The columns of cohort.csv and cohort.parquet, described in docs/cohorts.md. Names, types and order are a promise: columns may be added at the end
/// with a new second number of the version; anything else needs a new first one. No times are in it, so that the same cases give the same bytes.
/// </summary>
internal static class CohortSchema
{
    internal const string Version = "1.0";

    /// <summary>Doses of the V_x columns, Gy: those that `dose` reports where nothing else is asked.</summary>
    private static readonly double[] VxDosesGy = [20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300];

    internal static IReadOnlyList<CohortColumn> Columns { get; } =
    [
        Text("schemaVersion", _ => Version),
        Text("case", row => row.Case),
        Text("software", row => $"{row.Document.Software.Version}{(row.Document.Software.Commit is { } commit ? $"+{commit}" : string.Empty)}"),
        Text("device", row => row.Document.Device.Kind),
        Text("activitySha256", row => row.Document.Inputs.FirstOrDefault(input => input.Role == "activity")?.Sha256),
        Text("nuclide", row => row.Document.Quantification.Nuclide),
        Text("convention", row => row.Document.Quantification.Convention),
        Number("jPerGBq", row => row.Document.Quantification.JPerGBq),
        Text("modality", row => row.Document.Quantification.Modality),
        Text("calibration", row => row.Document.Quantification.Calibration),
        Text("referenceRegion", row => row.Document.Quantification.ReferenceRegion),
        Number("decayFactor", row => row.Document.Quantification.DecayFactor),
        Number("administeredMBq", row => row.Document.Quantification.AdministeredMBq),
        Number("residualMBq", row => row.Document.Quantification.ResidualMBq),
        Number("netMBq", row => row.Document.Quantification.NetMBq),
        Number("activityInFieldOfViewMBq", row => row.Document.Quantification.ActivityInFieldOfViewMBq),
        Number("activityInLiverMBq", row => row.Document.Quantification.ActivityInLiverMBq),
        Number("balanceFraction", row => row.Document.Quantification.BalanceFraction),
        Number("lungShuntFraction", row => row.Document.Quantification.LungShuntFraction),
        Number("negativeFraction", row => row.Document.Quantification.NegativeFraction),
        Number("tumorToNormalRatio", row => row.Document.Derived.TumorToNormalRatio),
        Number("lungDoseGy", row => row.Document.Derived.LungDoseGy),
        Number("tumorVolumeFraction", row => row.Document.Derived.TumorVolumeFraction),
        Text("warnings", row => Codes(row.Document.Warnings.Select(warning => warning.Code))),
        Text("checks", row => Codes(row.Document.Checks.Where(check => check.Severity != "info").Select(check => check.Code))),
        Text("structure", row => row.Structure?.Name),
        Text("role", row => row.Structure is { } s ? RoleWord.Of(s.Role) : null),
        Flag("derived", row => row.Structure?.Derived),
        Number("volumeMl", row => row.Structure?.VolumeMl),
        Number("massG", row => row.Structure?.MassG),
        Whole("voxelCount", row => row.Structure?.VoxelCount),
        Number("coveredFraction", row => row.Structure?.CoveredFraction),
        Number("activityMBq", row => row.Structure?.ActivityMBq),
        Text("flags", row => row.Structure is { } s ? Codes(s.Flags) : null),
        Text("method", row => row.Method),
        Dose("meanGy", d => d.MeanGy),
        Dose("sdGy", d => d.SdGy),
        Dose("minGy", d => d.MinGy),
        Dose("maxGy", d => d.MaxGy),
        Dose("medianGy", d => d.MedianGy),
        Dose("d98Gy", d => d.D98Gy),
        Dose("d95Gy", d => d.D95Gy),
        Dose("d90Gy", d => d.D90Gy),
        Dose("d70Gy", d => d.D70Gy),
        Dose("d50Gy", d => d.D50Gy),
        Dose("d20Gy", d => d.D20Gy),
        Dose("d5Gy", d => d.D5Gy),
        Dose("d2Gy", d => d.D2Gy),
        Dose("meanUncertaintyGy", d => d.MeanUncertaintyGy),
        Dose("discretisationGy", d => d.DiscretisationGy),
        Dose("bedMeanGy", d => d.BedMeanGy),
        Dose("eqd2MeanGy", d => d.Eqd2MeanGy),
        Dose("eudGy", d => d.EudGy),
        Dose("recoveryCorrectedMeanGy", d => d.RecoveryCorrectedMeanGy),
        .. VxDosesGy.Select(gy => Dose(string.Create(CultureInfo.InvariantCulture, $"v{gy}GyFraction"), d => d.Vx.FirstOrDefault(v => v.DoseGy == gy)?.Fraction)),
        Text("vxOther", row => row.Dose is { } d
            ? string.Join(';', d.Vx.Where(v => !VxDosesGy.Contains(v.DoseGy)).Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.DoseGy}={v.Fraction}")))
            : null),
    ];

    private static CohortColumn Dose(string name, Func<DoseStatistics, double?> value) => Number(name, row => row.Dose is { } dose ? value(dose) : null);

    /// <summary>Codes once each, in the order of their first.</summary>
    private static string Codes(IEnumerable<string> codes) => string.Join(';', codes.Distinct(StringComparer.Ordinal));
}
