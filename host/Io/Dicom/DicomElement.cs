namespace VoxelDose.Host.Io.Dicom;

/// <summary>An attribute with a value of bytes, always in little endian order.</summary>
internal sealed class DicomElement(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> buffer) : DicomItem(tag, vr)
{
    internal ReadOnlyMemory<byte> Buffer { get; } = buffer;
}
