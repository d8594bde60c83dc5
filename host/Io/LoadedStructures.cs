using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io;

/// <summary>Structures as read from a file.</summary>
/// <param name="Path">File or folder.</param>
/// <param name="Structures">The structures.</param>
/// <param name="FrameOfReferenceUid">DICOM frame of reference that their points are in; null where the format has none.</param>
/// <param name="Warnings">What could not be taken over, or was assumed.</param>
internal sealed record LoadedStructures(
    string Path, IReadOnlyList<Structure> Structures, string? FrameOfReferenceUid, IReadOnlyList<Warning> Warnings);
