using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Structures of an RTSTRUCT or SEG.</summary>
/// <param name="Structures">In the order of the file.</param>
/// <param name="FrameOfReferenceUid">Frame of reference that their points are in; null where none is told.</param>
/// <param name="Header">The file's dataset.</param>
/// <param name="Warnings">What could not be taken over, or was assumed.</param>
internal sealed record DicomStructures(
    IReadOnlyList<Structure> Structures, string? FrameOfReferenceUid, DicomDataset Header, IReadOnlyList<Warning> Warnings);
