namespace VoxelDose.Host.Io.Dicom;

/// <summary>How a file's bytes are laid out, by UID.</summary>
/// <param name="Uid">UID.</param>
/// <param name="Name">Name for messages.</param>
/// <param name="IsExplicitVR">Whether VRs stand in the file.</param>
/// <param name="IsBigEndian">Whether the dataset is big endian.</param>
/// <param name="IsDeflated">Whether the whole dataset is deflated.</param>
/// <param name="IsEncapsulated">Whether pixel data come in fragments.</param>
/// <param name="Codec">How pixel data are compressed.</param>
internal sealed record DicomTransferSyntax(
    string Uid, string Name, bool IsExplicitVR, bool IsBigEndian, bool IsDeflated, bool IsEncapsulated, DicomCodec Codec)
{
    internal static readonly DicomTransferSyntax ImplicitVRLittleEndian =
        new("1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false, false, DicomCodec.None);

    internal static readonly DicomTransferSyntax ExplicitVRLittleEndian =
        new("1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false, false, DicomCodec.None);

    internal static readonly DicomTransferSyntax ExplicitVRBigEndian =
        new("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false, false, DicomCodec.None);

    private static readonly Dictionary<string, DicomTransferSyntax> Known = new DicomTransferSyntax[]
    {
        ImplicitVRLittleEndian,
        ExplicitVRLittleEndian,
        ExplicitVRBigEndian,
        new("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true, false, DicomCodec.None),
        Encapsulated("1.2.840.10008.1.2.5", "RLE Lossless", DicomCodec.Rle),
        Encapsulated("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", DicomCodec.DeflatedFrame),
        Encapsulated("1.2.840.10008.1.2.4.57", "JPEG Lossless, Process 14", DicomCodec.JpegLossless),
        Encapsulated("1.2.840.10008.1.2.4.70", "JPEG Lossless, Process 14, Selection Value 1", DicomCodec.JpegLossless),
        Encapsulated("1.2.840.10008.1.2.4.50", "JPEG Baseline (lossy)", DicomCodec.Jpeg),
        Encapsulated("1.2.840.10008.1.2.4.51", "JPEG Extended (lossy)", DicomCodec.Jpeg),
        Encapsulated("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", DicomCodec.JpegLs),
        Encapsulated("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", DicomCodec.JpegLs),
        Encapsulated("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", DicomCodec.Jpeg2000),
        Encapsulated("1.2.840.10008.1.2.4.91", "JPEG 2000", DicomCodec.Jpeg2000),
    }.ToDictionary(syntax => syntax.Uid, StringComparer.Ordinal);

    /// <summary>
    /// The syntax of a UID. One that is not known is encapsulated explicit little endian, as PS3.5 asks of all since 2000: the
    /// header can be read, its pixels cannot.
    /// </summary>
    internal static DicomTransferSyntax Lookup(string uid) =>
        Known.TryGetValue(uid, out DicomTransferSyntax? syntax) ? syntax : Encapsulated(uid, "unknown to this program", DicomCodec.Unknown);

    /// <inheritdoc/>
    public override string ToString() => $"{Uid} ({Name})";

    private static DicomTransferSyntax Encapsulated(string uid, string name, DicomCodec codec) => new(uid, name, true, false, false, true, codec);
}
