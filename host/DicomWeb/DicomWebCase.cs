namespace VoxelDose.Host.DicomWeb;

/// <summary>What a case has to do with DICOMweb.</summary>
/// <param name="From">Server to read the study from; null where the inputs are files.</param>
/// <param name="Study">StudyInstanceUID to read; given with <paramref name="From"/>.</param>
/// <param name="Series">SeriesInstanceUIDs to choose among; empty for the whole study.</param>
/// <param name="Store">Server to send the DICOM output to; null for none.</param>
internal sealed record DicomWebCase(DicomWebServer? From, string? Study, IReadOnlyList<string> Series, DicomWebServer? Store);
