namespace VoxelDose.Host.Io.Dicom;

/// <summary>One attribute of a dataset.</summary>
internal abstract class DicomItem(DicomTag tag, DicomVR vr)
{
    internal DicomTag Tag { get; } = tag;

    internal DicomVR ValueRepresentation { get; } = vr;
}
