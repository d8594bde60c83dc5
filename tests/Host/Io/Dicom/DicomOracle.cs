using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>What pydicom and GDCM read in the shared DICOM files, as oracle.py beside this file wrote it down.</summary>
internal static class DicomOracle
{
    internal static IReadOnlyDictionary<string, Entry> Entries { get; } = JsonSerializer.Deserialize<Dictionary<string, Entry>>(
        File.ReadAllText(Repository.PathOf("tests/Host/Io/Dicom/golden-dicom.json")), JsonSerializerOptions.Web)!;

    internal sealed record Entry(
        string? Modality,
        string SopClass,
        string PatientName,
        int Rows,
        int Columns,
        int Frames,
        [property: JsonPropertyName("crc32")] uint? Crc32,
        double? Sum,
        double[]? ImagePositionPatient,
        double[]? ImageOrientationPatient,
        double[]? PixelSpacing,
        double? RescaleSlope,
        double? RescaleIntercept);
}
