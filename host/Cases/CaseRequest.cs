using VoxelDose.Engine;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>From a case and its files to the engine's request, with a warning for each thing that was assumed.</summary>
internal static class CaseRequest
{
    /// <summary>Far more than a table of media needs.</summary>
    private const int MediaBytes = 1 << 20;

    internal static (DoseRequest Request, IReadOnlyList<Warning> Warnings) Of(DoseCase dose, CaseInputs inputs)
    {
        var warnings = new List<Warning>();
        ImageModality? told = inputs.Activity.Dicom is { } dicomImage ? DicomQuantification.ModalityOf(dicomImage.Facts) : null;
        ImageModality modality = dose.Modality ?? told ?? ImageModalities.DefaultFor(dose.Decay.Nuclide);
        ImageModalities.RequireShows(modality, dose.Decay.Nuclide);
        if (dose.Modality is null && told is null)
        {
            warnings.Add(new("modality-assumed", $"the activity file does not say what it shows; it is taken as {modality.Id()}. Give --modality"));
        }

        if (!ThresholdSet.BuiltIn(DoseCase.LungLimits).IsOf(dose.Decay.Nuclide))
        {
            warnings.Add(new("lung-limits-not-held",
                $"the lung limits that are held without being asked for are of {ThresholdSet.BuiltIn(DoseCase.LungLimits).Nuclide}, not of {dose.Decay.Nuclide}; the lung dose is held against none (--threshold-set FILE gives some)"));
        }

        Structure[] roleFromName = [.. inputs.Structures.Where(s => !dose.Roles.ContainsKey(s.Name))];
        if (roleFromName.Length > 0)
        {
            warnings.Add(new("role-from-name",
                $"roles taken from names: {string.Join(", ", roleFromName.Select(s => $"{s.Name} = {RoleWord.Of(s.Role)}"))}; --role NAME=ROLE sets another"));
        }

        CalibrationKind calibration = dose.Calibration ??
            (modality == ImageModality.Tc99mMaaSpect ? CalibrationKind.Relative : CalibrationKind.Absolute);
        DicomCalibration? dicom = DicomCase.Calibrate(dose, inputs.Activity, modality, calibration);
        warnings.AddRange(dicom?.Warnings ?? []);
        if (dose.BqPerMlPerCount is { } said && dicom?.BqPerMlPerCount is { } byHeader && Math.Abs(said - byHeader) > 0.01 * byHeader)
        {
            throw new InvalidInputException(
                $"--bq-per-ml-per-count {said:g9} contradicts the factor of the header ((7053,xx09) or (0040,9096)), which is {byHeader:g9} Bq/mL a count; leave the option out");
        }

        Volume image = calibration == CalibrationKind.Relative ? DicomCase.Evened(inputs.Activity.Volume, dicom) : inputs.Activity.Volume;
        return (new()
        {
            Image = image,
            MayOverwriteImage = true,
            Quantification = new()
            {
                Modality = modality,
                Calibration = calibration,
                Units = dose.Units ?? dicom?.Units ?? UnitsOf(inputs.Activity.Unit),
                BqPerMlPerCount = dose.BqPerMlPerCount ?? dicom?.BqPerMlPerCount,
                Timing = dicom is not null ? dicom.Timing
                    : dose.HoursAfterAdministration is { } hours
                    ? ImageTiming.AfterAdministration(hours, dose.Decay) with { ReferenceTime = dose.AdministeredAt?.ToString("O") ?? "administration" }
                    : null,
                Reference = dose.Reference,
                LungsInFieldOfView = dose.LungsInFieldOfView,
                Administered = dose.Administered,
                AdministeredByHeader = modality == ImageModality.Tc99mMaaSpect ? null : inputs.Activity.Dicom?.Facts.TotalDose,
                Residual = dose.Residual,
                LungShuntFraction = LungShuntOf(dose, DicomCase.Evened(inputs.Activity.Volume, dicom), inputs.Structures, modality, warnings),
                Territories = dose.Territories,
                AcceptImbalance = dose.AcceptImbalance,
            },
            Structures = inputs.Structures,
            ReferenceDensity = dose.UniformDensity,
            DensityGPerMl = dose.DensityFromCt ? DensityOf(dose, inputs, warnings) : null,
            RelativeMassRange = dose.RelativeMassRange,
            Decay = dose.Decay,
            Methods = dose.Methods,
            MonteCarlo = dose.Media is { } media
                ? dose.MonteCarlo with { Media = MediaTable.Parse(InputFile.ReadText(media, MediaBytes), media) }
                : dose.MonteCarlo,
            KernelTolerance = dose.KernelTolerance,
            WithTail = dose.WithTail,
            VxDosesGy = dose.VxDosesGy,
            Radiobiology = dose.Statistics.Radiobiology,
            DccVolumesMl = dose.Statistics.DccVolumesMl,
            GeudExponents = dose.Statistics.GeudExponents,
            OutcomeModels = [.. dose.Statistics.OutcomeModels.Select(StatisticsBinder.OutcomeModelNamed)],
            EarlierTreatments = inputs.Earlier,
            EarlierLungDoseGy = dose.Statistics.EarlierLungDoseGy,
            DvhBandSeed = dose.Statistics.DvhBandSeed,
            Derived = dose.Statistics.Derived,
            TumorShellsMm = dose.Statistics.TumorShellsMm,
            Uncertainty = StatisticsBinder.Assumptions(dose.Statistics, calibration == CalibrationKind.Absolute, dose.Decay.Nuclide),
            ThresholdSets = [.. dose.ThresholdSets.Select(ThresholdSetNamed)],
            LungMass = dose.LungKg is { } kg ? new(kg, "given by the user") : null,
        }, warnings);
    }

    private static double? LungShuntOf(DoseCase dose, Volume image, IReadOnlyList<Structure> structures, ImageModality modality, List<Warning> warnings)
    {
        if (!dose.MeasuresLungShunt)
        {
            if (dose.PlanarCounts is { } planar)
            {
                warnings.Add(new("lung-shunt-measured", $"lung shunt fraction {planar.LungShuntFraction:0.####}: {planar}"));
            }

            return dose.LungShuntFraction;
        }

        double measured = LungShunt.FromImage(image, structures, warnings);
        string bias = modality == ImageModality.Tc99mMaaSpect ? "" : "; on an image of the treatment scatter, noise and breathing put counts into the lungs, and the fraction is likely too high";
        warnings.Add(new("lung-shunt-measured", $"lung shunt fraction {measured:0.####}: lung counts over lung and liver counts of this image{bias}"));
        return measured;
    }

    private static ThresholdSet ThresholdSetNamed(string name) =>
        ThresholdSet.BuiltInNames.Contains(name) ? ThresholdSet.BuiltIn(name)
        : File.Exists(name) ? ThresholdSet.Parse(InputFile.ReadText(name, MediaBytes), name)
        : throw new InvalidInputException(
            $"--threshold-set {name}: neither a file nor a built-in set ({string.Join(", ", ThresholdSet.BuiltInNames)}).{Suggestion.Hint(name, ThresholdSet.BuiltInNames)}");

    /// <summary>The unit that a file states, where it is one that activity can have.</summary>
    private static ImageUnits? UnitsOf(string? unit) => unit?.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "BQ/ML" or "BQML" => ImageUnits.BqPerMl,
        "KBQ/ML" => ImageUnits.KbqPerMl,
        "BQ" or "BQ/VOXEL" => ImageUnits.BqPerVoxel,
        "COUNTS" or "CNTS" => ImageUnits.Counts,
        _ => null,
    };

    private static Volume DensityOf(DoseCase dose, CaseInputs inputs, List<Warning> warnings)
    {
        HounsfieldToDensity calibration = dose.CtCalibration is { } path ? ReadCalibration(path) : HounsfieldToDensity.Schneider2000;
        Volume ct = inputs.Ct!.Volume;
        DensityMap map = DensityMap.FromCt(ct, inputs.Activity.Volume.Grid, calibration, dose.UniformDensity);
        warnings.AddRange(map.Warnings);
        foreach (Structure liver in inputs.Structures.Where(s => s.Role == StructureRole.Liver))
        {
            if (StructureSampler.Sample(liver, ct.Grid, [ct.Values]).Mean(0) is { } mean && calibration.ContrastWarning(mean) is { } contrast)
            {
                warnings.Add(contrast);
            }
        }

        return map.GramPerMl;
    }

    /// <summary>Where the provenance of a CT calibration lies.</summary>
    internal static string SourceOf(string calibration) =>
        Path.Combine(Path.GetDirectoryName(calibration) ?? string.Empty, PhysicsTable.SourceNameOf(Path.GetFileName(calibration)));

    private static HounsfieldToDensity ReadCalibration(string path)
    {
        string source = SourceOf(path);
        foreach (string file in new[] { path, source }.Where(file => !File.Exists(file)))
        {
            throw new InvalidInputException(
                $"--ct-calibration {path}: {file} does not exist; a calibration is a CSV of hounsfield,gramPerMl with its provenance in a .source.json beside it");
        }

        return new(PhysicsTable.FromBytes(Path.GetFileName(path), File.ReadAllBytes(path), File.ReadAllBytes(source)));
    }
}
