using System.Buffers.Binary;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Writes files in explicit VR little endian, sequences and items with their lengths; in implicit VR where a value (a contour of thousands of
/// points) is longer than the 64 KiB that explicit VR has room for.
/// </summary>
internal static class DicomWriter
{
    // Names this program as the writer; a UID under 2.25, made once, as PS3.7 (D.3.3.2) asks of an implementation.
    private const string ImplementationClassUid = "2.25.227034316284379128354023816470812963518";
    private const string ImplementationVersion = "VOXELDOSE_1";

    internal static void Write(DicomFile file, Stream stream)
    {
        DicomDataset dataset = file.Dataset;
        if (dataset.Any(item => item is DicomElement { ValueRepresentation: var vr } element && vr.UsesCharacterSet() && element.Buffer.Span.ContainsAnyExceptInRange((byte)0, (byte)127)))
        {
            dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        }

        bool isExplicit = FitsExplicit(dataset);
        var meta = new DicomDataset();
        meta.AddOrUpdate(new DicomElement(DicomTag.FileMetaInformationVersion, DicomVR.OB, new byte[] { 0, 1 }));
        meta.AddOrUpdate(DicomTag.MediaStorageSOPClassUID, dataset.GetSingleValue<string>(DicomTag.SOPClassUID));
        meta.AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID));
        meta.AddOrUpdate(DicomTag.TransferSyntaxUID, isExplicit ? DicomTransferSyntax.ExplicitVRLittleEndian.Uid : DicomTransferSyntax.ImplicitVRLittleEndian.Uid);
        meta.AddOrUpdate(DicomTag.ImplementationClassUID, ImplementationClassUid);
        meta.AddOrUpdate(DicomTag.ImplementationVersionName, ImplementationVersion);
        meta.AddOrUpdate(DicomTag.FileMetaInformationGroupLength, LengthOf(meta, isExplicit: true));
        stream.Write(new byte[128]);
        stream.Write("DICM"u8);
        WriteDataset(meta, stream, isExplicit: true);
        WriteDataset(dataset, stream, isExplicit);
    }

    private static bool FitsExplicit(DicomDataset dataset) => dataset.All(item => item is DicomSequence sequence
        ? sequence.Items.All(FitsExplicit)
        : item.ValueRepresentation.HasLongLength() || item is DicomElement { Buffer.Length: < ushort.MaxValue });

    private static void WriteDataset(DicomDataset dataset, Stream stream, bool isExplicit)
    {
        Span<byte> head = stackalloc byte[12];
        foreach (DicomItem item in dataset)
        {
            DicomVR vr = item.ValueRepresentation;
            BinaryPrimitives.WriteUInt16LittleEndian(head, item.Tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(head[2..], item.Tag.Element);
            long length = ValueLength(item, isExplicit);
            BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)vr);
            if (!isExplicit)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(head[4..], checked((uint)length));
                stream.Write(head[..8]);
            }
            else if (vr.HasLongLength())
            {
                BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 0);
                BinaryPrimitives.WriteUInt32LittleEndian(head[8..], checked((uint)length));
                stream.Write(head);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(head[6..], checked((ushort)length));
                stream.Write(head[..8]);
            }

            if (item is DicomSequence sequence)
            {
                foreach (DicomDataset nested in sequence.Items)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(head, DicomTag.Item.Group);
                    BinaryPrimitives.WriteUInt16LittleEndian(head[2..], DicomTag.Item.Element);
                    BinaryPrimitives.WriteUInt32LittleEndian(head[4..], checked((uint)LengthOf(nested, isExplicit)));
                    stream.Write(head[..8]);
                    WriteDataset(nested, stream, isExplicit);
                }
            }
            else
            {
                ReadOnlySpan<byte> value = ((DicomElement)item).Buffer.Span;
                stream.Write(value);
                if (value.Length % 2 == 1)
                {
                    stream.WriteByte(vr.IsText() && vr != DicomVR.UI ? (byte)' ' : (byte)0);
                }
            }
        }
    }

    private static long LengthOf(DicomDataset dataset, bool isExplicit) =>
        dataset.Sum(item => (isExplicit && item.ValueRepresentation.HasLongLength() ? 12L : 8L) + ValueLength(item, isExplicit));

    private static long ValueLength(DicomItem item, bool isExplicit) => item switch
    {
        DicomSequence sequence => sequence.Items.Sum(nested => 8L + LengthOf(nested, isExplicit)),
        DicomElement element => (element.Buffer.Length + 1L) / 2 * 2,
        _ => throw new NotSupportedException($"{item.Tag}: compressed pixel data are not written"),
    };
}
