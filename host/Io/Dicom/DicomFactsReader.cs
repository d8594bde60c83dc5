using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Units;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Collects what headers say about units, times and isotope; interprets nothing.</summary>
internal static class DicomFactsReader
{
    private const string GePrivateCreator = "GEMS_PETD_01";
    private const string PhilipsPrivateCreator = "Philips PET Private Group";
    private const byte GeScanDateTime = 0x0D;
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

        DicomDataset? pharmaceutical = header.GetFirstItem(DicomTag.RadiopharmaceuticalInformationSequence);
        string modality = header.TryGetText(DicomTag.Modality) ?? "";
        return new()
        {
            Source = source,
            Modality = modality,
            Units = header.TryGetText(DicomTag.Units)?.Trim().ToUpperInvariant() ?? RealWorldUnits(frames[0]),
            DecayCorrection = header.TryGetText(DicomTag.DecayCorrection)?.Trim().ToUpperInvariant() ?? EnhancedDecayCorrection(header),
            ListsDecayCorrection = header.TryGetValues(DicomTag.CorrectedImage, out string[]? corrections) ? corrections.Contains("DECY") : null,
            DecayCorrectedTo = DicomDateTime.DateAndTime(header, DicomTag.DecayCorrectionDateTime),
            SeriesStart = DicomDateTime.Join(header, DicomTag.SeriesDate, DicomTag.SeriesTime),
            GeScanStart = header.GetPrivateTag(0x0009, GePrivateCreator, GeScanDateTime) is { } ge ? DicomDateTime.DateAndTime(header, ge) : null,
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
            PhilipsBqPerMlPerCount = header.GetPrivateTag(0x7053, PhilipsPrivateCreator, PhilipsActivityScale) is { } philips
                ? PositiveOrNull(header, philips) : null,
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

    /// <summary>Zero stands for "not known" in many headers; it is no half-life, fraction, factor or dose.</summary>
    private static double? PositiveOrNull(DicomDataset? dataset, DicomTag tag) => dataset?.TryGetNumber(tag) is { } value and > 0 ? value : null;

    /// <summary>Enhanced images say YES or NO, and YES with a time of its own.</summary>
    private static string? EnhancedDecayCorrection(DicomDataset header) => header.TryGetText(DicomTag.DecayCorrected) switch
    {
        "NO" => "NONE",
        _ => null,
    };

    private static string? RealWorldUnits(DicomFrame frame)
    {
        IEnumerable<DicomDataset> places = frame.FunctionalGroups.Append(frame.Header);
        DicomDataset? mapping = places.Select(place => place.GetFirstItem(DicomTag.RealWorldValueMappingSequence)).FirstOrDefault(item => item is not null);
        string? unit = mapping?.GetFirstItem(DicomTag.MeasurementUnitsCodeSequence)?.TryGetText(DicomTag.CodeValue);
        bool isRescale = mapping is not null && mapping.TryGetNumber(DicomTag.RealWorldValueSlope) == frame.Slope &&
            mapping.TryGetNumber(DicomTag.RealWorldValueIntercept) == frame.Intercept;
        return unit is "Bq/ml" or "Bq/mL" && isRescale ? "BQML" : null;
    }
}
