namespace VoxelDose.Host.Io.Dicom;

/// <summary>An attribute that holds datasets.</summary>
internal sealed class DicomSequence(DicomTag tag, params DicomDataset[] items) : DicomItem(tag, DicomVR.SQ)
{
    internal List<DicomDataset> Items { get; } = [.. items];
}
