using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Comparison;

/// <summary>Whose dose it is and in which frame it lies, as far as DICOM headers tell. It is compared, and never written.</summary>
/// <param name="PatientId">PatientID (0010,0020); null where none is told, or where the identity was removed.</param>
/// <param name="FrameOfReferenceUid">Frame of reference of the dose; null where none is told.</param>
internal sealed record DoseIdentity(string? PatientId, string? FrameOfReferenceUid)
{
    private static readonly DoseIdentity Unknown = new(null, null);

    /// <summary>From the dose itself where it is DICOM, else from the run's RTDOSE.dcm, else from the activity image that the run was made of.</summary>
    internal static DoseIdentity Of(ComparedDose dose, LoadedVolume volume)
    {
        if (volume.Dicom is { } read)
        {
            return Of(read.Header);
        }

        if (dose.Run is null)
        {
            return Unknown;
        }

        string beside = Path.Combine(dose.Path, "RTDOSE.dcm");
        if (File.Exists(beside))
        {
            return OfFile(beside);
        }

        // The dose lies in the frame of the activity image, unless a transform placed that.
        DoseIdentity source = dose.Run.Inputs.FirstOrDefault(input => input.Role == "activity")?.Path is { } activity ? OfFile(activity) : Unknown;
        return dose.Transform("activity") is null ? source : source with { FrameOfReferenceUid = null };
    }

    private static DoseIdentity OfFile(string path)
    {
        try
        {
            string? file = Directory.Exists(path)
                ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).FirstOrDefault(DicomSeriesFinder.IsDicom)
                : File.Exists(path) && DicomSeriesFinder.IsDicom(path) ? path : null;
            return file is null ? Unknown : Of(DicomFile.Open(file, headerOnly: true).Dataset);
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            // What a run was made of may be gone or changed since; then nothing is known.
            return Unknown;
        }
    }

    private static DoseIdentity Of(DicomDataset header) => new(
        header.TryGetText(DicomTag.PatientIdentityRemoved) == "YES" ? null : Told(header.TryGetText(DicomTag.PatientID)),
        Told(header.TryGetText(DicomTag.FrameOfReferenceUID)));

    private static string? Told(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
