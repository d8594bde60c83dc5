using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A volume assembled from DICOM.</summary>
/// <param name="Volume">Values after rescaling, and grid in LPS.</param>
/// <param name="Facts">What the headers say of units, times and isotope.</param>
/// <param name="FrameOfReferenceUid">Frame of reference; null where none is told.</param>
/// <param name="Header">Header of the first slice: patient, study and equipment.</param>
/// <param name="Paths">Files that were read.</param>
/// <param name="Notes">What was odd or assumed.</param>
internal sealed record DicomVolume(
    Volume Volume, DicomImageFacts Facts, string? FrameOfReferenceUid, DicomDataset Header, IReadOnlyList<string> Paths, IReadOnlyList<string> Notes)
{
    /// <summary>Class and UID of each object that was read, for references to them.</summary>
    internal IReadOnlyList<(string SopClassUid, string SopInstanceUid)> Instances { get; init; } = [];
}
