using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Cases;

/// <summary>Where inputs lie in the dose frame, by the files of --transform: ITK transforms, or DICOM spatial registrations matched by frame of reference.</summary>
/// <param name="dose">The case.</param>
/// <param name="doseFrameUid">Frame of reference of the dose; null where none is known.</param>
internal sealed class InputPlacement(DoseCase dose, string? doseFrameUid)
{
    /// <summary>The map of points of the dose frame into that of an input; null where none is given.</summary>
    /// <param name="input">activity, ct or structures.</param>
    /// <param name="inputFrameUid">The input's frame of reference; null where its file tells none.</param>
    internal AffineTransform? Of(string input, string? inputFrameUid) =>
        !dose.Transforms.TryGetValue(input, out string? path) ? null
        : DicomFile.HasValidHeader(path) ? SpatialRegistration.Read(path).Between(doseFrameUid, inputFrameUid, $"--transform {input}={path}:")
        : TransformFile.Read(path);

    /// <summary>A volume as it is seen from the dose frame.</summary>
    internal LoadedVolume Place(string input, LoadedVolume volume) =>
        Of(input, volume.Dicom?.FrameOfReferenceUid) is { } map ? volume with { Volume = volume.Volume.SeenFrom(map) } : volume;
}
