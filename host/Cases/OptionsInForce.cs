using VoxelDose.Engine;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Quantification;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>Every option of a run by its flag name, given or default, so that the result says what was assumed.</summary>
internal static class OptionsInForce
{
    internal static IReadOnlyDictionary<string, object?> Of(DoseCase dose, DoseRequest request) => new Dictionary<string, object?>
    {
        ["activity"] = dose.Activity,
        ["from"] = dose.DicomWeb?.From?.Address.AbsoluteUri,
        ["study"] = dose.DicomWeb?.Study,
        ["series"] = dose.DicomWeb?.Series ?? [],
        ["nuclide"] = dose.Decay.Nuclide,
        ["modality"] = request.Quantification.Modality.Id(),
        ["activity-units"] = request.Quantification.Units switch
        {
            ImageUnits.BqPerMl => "bq-per-ml",
            ImageUnits.KbqPerMl => "kbq-per-ml",
            ImageUnits.BqPerVoxel => "bq-per-voxel",
            ImageUnits.Counts => "counts",
            _ => null,
        },
        ["bq-per-ml-per-count"] = dose.BqPerMlPerCount,
        ["calibration"] = request.Quantification.Calibration == CalibrationKind.Absolute ? "absolute" : "relative",
        ["reference"] = dose.Reference,
        ["lungs-in-field-of-view"] = dose.LungsInFieldOfView is { } inside ? inside ? "yes" : "no" : null,
        ["administered-mbq"] = dose.Administered?.Megabecquerel,
        ["residual-mbq"] = dose.Residual?.Megabecquerel,
        ["lung-shunt"] = dose.LungShuntFraction,
        ["lung-shunt-from"] = dose.MeasuresLungShunt ? "structures" : null,
        ["planar-counts"] = dose.PlanarCounts is { } planar
            ? [FormattableString.Invariant($"lung={planar.Lung.Anterior},{planar.Lung.Posterior}"), FormattableString.Invariant($"liver={planar.Liver.Anterior},{planar.Liver.Posterior}")]
            : new List<string>(),
        ["lung-kg"] = dose.LungKg,
        ["territory"] = dose.Territories.Select(t => $"{t.Structure}={t.Net.Megabecquerel}").ToList(),
        ["hours-after-administration"] = dose.HoursAfterAdministration,
        ["administered-at"] = dose.AdministeredAt?.ToString("O"),
        ["accept-imbalance"] = dose.AcceptImbalance,
        ["structures"] = dose.Structures,
        ["role"] = request.Structures.Select(s => $"{s.Name}={RoleWord.Of(s.Role)}").ToList(),
        ["ct"] = dose.Ct,
        ["density"] = dose.DensityFromCt ? "ct" : $"uniform:{dose.UniformDensity.GramPerMl}",
        ["ct-calibration"] = dose.CtCalibration ?? (dose.DensityFromCt ? "schneider2000" : null),
        ["medium"] = dose.RelativeMassRange == 1 ? "water" : "soft-tissue",
        ["transform"] = dose.Transforms.Select(t => $"{t.Key}={t.Value}").ToList(),
        ["method"] = dose.Methods.Select(m => m.Id()).ToList(),
        ["histories"] = dose.MonteCarlo.Histories,
        ["uncertainty"] = dose.MonteCarlo.Uncertainty,
        ["uncertainty-in"] = dose.MonteCarlo.UncertaintyIn,
        ["seed"] = (long)dose.MonteCarlo.Seed,
        ["media"] = dose.Media,
        ["energy-convention"] = dose.Decay.Convention,
        ["kernel-tolerance"] = dose.KernelTolerance,
        ["tail"] = dose.WithTail ? "on" : "off",
        ["vx-gy"] = dose.VxDosesGy,
        ["scanner-isotope"] = dose.ScannerIsotope,
        ["assume-registered"] = dose.AssumeRegistered,
        ["dicom-out"] = dose.DicomOut,
        ["deidentify"] = dose.Deidentify,
        ["derive"] = dose.Statistics.Derived.Select(d => $"{d.Name}:{RoleWord.Of(d.Role)}={d.Expression}").ToList(),
        ["tumor-shell-mm"] = dose.Statistics.TumorShellsMm,
        ["radiobiology"] = StatisticsBinder.InForce(request.Radiobiology),
        ["uncertainty-of"] = dose.Statistics.Uncertainty.Select(u => $"{u.Key}={u.Value}").ToList(),
        ["contour-fwhm-mm"] = dose.Statistics.ContourFwhmMm,
        ["recovery"] = dose.Statistics.Recovery,
        ["d-cc"] = dose.Statistics.DccVolumesMl,
        ["geud"] = dose.Statistics.GeudExponents.Select(g => $"{RoleWord.Of(g.Key)}={g.Value}").ToList(),
        ["outcome-model"] = dose.Statistics.OutcomeModels,
        ["earlier-dose"] = dose.Earlier.Where(e => e.Path is not null).Select(e => $"{e.Label}={e.Path}").ToList(),
        ["earlier-mean-gy"] = dose.Earlier.SelectMany(e => e.MeansGy.Select(m => $"{e.Label}:{m.Key}={m.Value}")).ToList(),
        ["earlier-half-life-h"] = request.EarlierTreatments.Select(e => $"{e.Label}={e.HalfLifeH}").ToList(),
        ["earlier-lung-gy"] = dose.Statistics.EarlierLungDoseGy,
        ["dvh-band"] = dose.Statistics.DvhBandSeed is not null,
        ["dvh-band-seed"] = (long?)dose.Statistics.DvhBandSeed,
        ["device"] = dose.Device.Kind is { } kind ? DeviceWord.Of(kind) : "auto",
        ["format"] = dose.Format,
        ["figures"] = dose.Figures,
        ["pdf"] = dose.Pdf,
        ["label"] = dose.Label,
        ["threshold-set"] = dose.ThresholdSets,
        ["fail-on"] = dose.FailOn,
    };
}
