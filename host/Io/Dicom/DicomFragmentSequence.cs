namespace VoxelDose.Host.Io.Dicom;

/// <summary>Encapsulated (compressed) pixel data: the basic offset table and the fragments.</summary>
internal sealed class DicomFragmentSequence(DicomTag tag, DicomVR vr) : DicomItem(tag, vr)
{
    /// <summary>Offset of each frame's first fragment from the first byte after the table; empty where the file gives none.</summary>
    internal List<uint> OffsetTable { get; } = [];

    internal List<ReadOnlyMemory<byte>> Fragments { get; } = [];
}
