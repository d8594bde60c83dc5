namespace VoxelDose.Host.Io.Dicom;

/// <summary>How pixel data are compressed; the first four are decoded here, the others by a child process.</summary>
internal enum DicomCodec
{
    None,
    Rle,
    DeflatedFrame,
    JpegLossless,
    Jpeg,
    JpegLs,
    Jpeg2000,
    Unknown,
}
