using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Units;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Collects what headers say about units, times and isotope; interprets nothing.</summary>
internal static class DicomFactsReader
{
    private const double MappingRounding = 1e-6; // rescaling comes as a decimal string, the mapping in binary
    private const string GePrivateCreator = "GEMS_PETD_01";
    private const string PhilipsPrivateCreator = "Philips PET Private Group";
    private const string SiemensPrivateCreator = "SIEMENS MED PT";
    private const byte GeScanDateTime = 0x0D;
    private const byte SiemensDecayCorrectionDateTime = 0x22;
    private const byte PhilipsSuvScale = 0x00;
    private const byte PhilipsActivityScale = 0x09;

    internal static DicomImageFacts Read(IReadOnlyList<DicomFrame> frames, string source)
    {
        DicomDataset header = frames[0].Header;
        foreach (DicomTag tag in new[] { DicomTag.Units, DicomTag.DecayCorrection, DicomTag.SeriesDate, DicomTag.SeriesTime })
        {
            if (frames.FirstOrDefault(frame => frame.Header.TryGetText(tag) != header.TryGetText(tag)) is { } other)
            {
                throw other.Header.Wrong(tag, $"'{other.Header.TryGetText(tag)}'", $"'{header.TryGetText(tag)}' as in {frames[0].Label}");
            }
        }

        double? philips = PhilipsActivityScaleOf(header);
        if (frames.FirstOrDefault(frame => PhilipsActivityScaleOf(frame.Header) != philips) is { } unlike)
        {
            throw unlike.Header.Wrong(
                header.GetPrivateTag(0x7053, PhilipsPrivateCreator, PhilipsActivityScale) ?? new(0x7053, 0x1009),
                $"{PhilipsActivityScaleOf(unlike.Header)}", $"{philips} as in {frames[0].Label}");
        }

        DicomDataset? pharmaceutical = header.GetFirstItem(DicomTag.RadiopharmaceuticalInformationSequence);
        double? mapped = MappedBqPerMl(frames, header);
        string modality = header.TryGetText(DicomTag.Modality) ?? "";
        return new()
        {
            Source = source,
            Modality = modality,
            Units = header.TryGetText(DicomTag.Units)?.Trim().ToUpperInvariant() ?? (mapped == 1 ? "BQML" : null),
            MappedBqPerMlPerValue = mapped == 1 || header.Contains(DicomTag.Units) ? null : mapped,
            DecayCorrection = header.TryGetText(DicomTag.DecayCorrection)?.Trim().ToUpperInvariant() ?? EnhancedDecayCorrection(header),
            ListsDecayCorrection = ListsCorrection(header, "DECY"),
            ListsAttenuationCorrection = ListsCorrection(header, "ATTN") ?? (header.TryGetText(DicomTag.AttenuationCorrected) is { } corrected ? corrected.Trim() == "YES" : null),
            SlicesTold = header.TryGetNumber(DicomTag.NumberOfSlices) is { } told and > 0 ? (int)told : null,
            DecayCorrectedTo = DicomDateTime.DateAndTime(header, DicomTag.DecayCorrectionDateTime),
            SeriesStart = DicomDateTime.Join(header, DicomTag.SeriesDate, DicomTag.SeriesTime),
            GeScanStart = header.GetPrivateTag(0x0009, GePrivateCreator, GeScanDateTime) is { } ge ? DicomDateTime.DateAndTime(header, ge) : null,
            SiemensDecayCorrectedTo = header.GetPrivateTag(0x0071, SiemensPrivateCreator, SiemensDecayCorrectionDateTime) is { } siemens
                ? DicomDateTime.DateAndTime(header, siemens) : null,
            AdministeredAt = pharmaceutical is null ? null
                : DicomDateTime.DateAndTime(pharmaceutical, DicomTag.RadiopharmaceuticalStartDateTime, header),
            AdministeredAtTimeOfDay = pharmaceutical is null ? null
                : DicomDateTime.TimeOfDay(pharmaceutical, DicomTag.RadiopharmaceuticalStartTime),
            Isotope = pharmaceutical is null ? null : DicomIsotopeName.Read(pharmaceutical),
            HalfLifeS = PositiveOrNull(pharmaceutical, DicomTag.RadionuclideHalfLife),
            PositronFraction = PositiveOrNull(pharmaceutical, DicomTag.RadionuclidePositronFraction),
            TotalDose = PositiveOrNull(pharmaceutical, DicomTag.RadionuclideTotalDose) is { } dose
                ? modality == "NM" ? Activity.FromMegabecquerel(dose) : Activity.FromBecquerel(dose)
                : null,
            Manufacturer = header.TryGetText(DicomTag.Manufacturer),
            PhilipsBqPerMlPerCount = philips,
            HasPhilipsSuvScale = header.GetPrivateTag(0x7053, PhilipsPrivateCreator, PhilipsSuvScale) is { } suv && PositiveOrNull(header, suv) is not null,
            Slices = [.. frames.Select(Slice)],
        };
    }

    private static DicomSliceFacts Slice(DicomFrame frame)
    {
        DicomDataset? content = frame.FunctionalGroups.Select(group => group.GetFirstItem(DicomTag.FrameContentSequence)).FirstOrDefault(item => item is not null);
        DateTime? acquired = content is null ? null : DicomDateTime.DateAndTime(content, DicomTag.FrameAcquisitionDateTime, frame.Header);
        acquired ??= DicomDateTime.DateAndTime(frame.Header, DicomTag.AcquisitionDateTime)
            ?? DicomDateTime.Join(frame.Header, DicomTag.AcquisitionDate, DicomTag.AcquisitionTime);
        return new(
            acquired,
            PositiveOrNull(frame.Header, DicomTag.DecayFactor),
            frame.Header.TryGetNumber(DicomTag.FrameReferenceTime) / 1e3,
            (content?.TryGetNumber(DicomTag.FrameAcquisitionDuration) ?? frame.Header.TryGetNumber(DicomTag.ActualFrameDuration)) / 1e3);
    }

    private static bool? ListsCorrection(DicomDataset header, string name) =>
        header.TryGetValues(DicomTag.CorrectedImage, out string[]? corrections) ? corrections.Contains(name) : null;

    private static double? PhilipsActivityScaleOf(DicomDataset header) =>
        header.GetPrivateTag(0x7053, PhilipsPrivateCreator, PhilipsActivityScale) is { } tag ? PositiveOrNull(header, tag) : null;

    /// <summary>Zero stands for "not known" in many headers; it is no half-life, fraction, factor or dose.</summary>
    private static double? PositiveOrNull(DicomDataset? dataset, DicomTag tag) => dataset?.TryGetNumber(tag) is { } value and > 0 ? value : null;

    /// <summary>Enhanced images say YES or NO, and YES with a time of its own.</summary>
    private static string? EnhancedDecayCorrection(DicomDataset header) => header.TryGetText(DicomTag.DecayCorrected) switch
    {
        "NO" => "NONE",
        _ => null,
    };

    /// <summary>Bq/mL for a rescaled value of 1, which must be the same in all frames; null where no mapping to Bq/mL is there.</summary>
    private static double? MappedBqPerMl(IReadOnlyList<DicomFrame> frames, DicomDataset header)
    {
        double?[] factors = [.. frames.Select(MappedBqPerMl)];
        bool isSame = factors.All(factor => factor is null) || (factors[0] is { } first && factors.All(factor => factor is { } f && Math.Abs(f - first) <= MappingRounding * first));
        return isSame ? factors[0] : throw header.Wrong(
            DicomTag.RealWorldValueMappingSequence, "Bq/mL by another factor, or not at all, in some of the frames", "one mapping for all that is proportional to the rescaled values");
    }

    private static double? MappedBqPerMl(DicomFrame frame)
    {
        IEnumerable<DicomDataset> places = frame.FunctionalGroups.Append(frame.Header);
        DicomDataset? mapping = places.SelectMany(place => place.GetItems(DicomTag.RealWorldValueMappingSequence))
            .FirstOrDefault(item => item.GetFirstItem(DicomTag.MeasurementUnitsCodeSequence)?.TryGetText(DicomTag.CodeValue)?.Trim() is "Bq/ml" or "Bq/mL");
        if (mapping is null || mapping.TryGetNumber(DicomTag.RealWorldValueSlope) is not { } slope)
        {
            return null;
        }

        double factor = slope / frame.Slope;
        double intercept = mapping.TryGetNumber(DicomTag.RealWorldValueIntercept) ?? 0;
        bool isProportional = factor > 0 && double.IsFinite(factor) && Math.Abs(intercept - (factor * frame.Intercept)) <= MappingRounding * slope;
        return !isProportional
            ? throw frame.Header.Wrong(DicomTag.RealWorldValueMappingSequence, $"slope {slope}, intercept {intercept}", $"values proportional to the rescaled ones (slope {frame.Slope}, intercept {frame.Intercept})")
            : Math.Abs(factor - 1) <= MappingRounding ? 1 : factor;
    }
}
