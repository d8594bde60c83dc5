using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Io;

/// <summary>A volume as read from a file.</summary>
/// <param name="Volume">Values and grid.</param>
/// <param name="Unit">Unit of the values as the file states it; null where it says nothing.</param>
/// <param name="Metadata">What else the header says, as text.</param>
internal sealed record LoadedVolume(Volume Volume, string? Unit, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>What the reader had to assume because the file does not say it; for the run's warnings.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What DICOM headers say beside the values; null for other formats.</summary>
    internal DicomVolume? Dicom { get; init; }
}
