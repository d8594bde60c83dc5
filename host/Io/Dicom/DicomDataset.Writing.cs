using System.Buffers.Binary;
using System.Globalization;

namespace VoxelDose.Host.Io.Dicom;

// The half that makes values: they take the dictionary's VR. Text is written in UTF-8 (ISO_IR 192).
internal sealed partial class DicomDataset
{
    private const int MaxDecimalStringLength = 16;

    /// <summary>Puts text; none or one empty text makes an empty attribute.</summary>
    internal DicomDataset AddOrUpdate(DicomTag tag, params string[] values)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Join('\\', values));
        return AddOrUpdate(new DicomElement(tag, tag.DictionaryVR, bytes));
    }

    internal DicomDataset AddOrUpdate(DicomTag tag, params DicomUID[] values) => AddOrUpdate(tag, Array.ConvertAll(values, uid => uid.UID));

    internal DicomDataset AddOrUpdate(DicomTag tag, params DicomDataset[] items) => AddOrUpdate(new DicomSequence(tag, items));

    /// <summary>Puts tags (VR AT).</summary>
    internal DicomDataset AddOrUpdate(DicomTag tag, DicomTag value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), value.Element);
        return AddOrUpdate(new DicomElement(tag, DicomVR.AT, bytes));
    }

    /// <summary>Puts numbers.</summary>
    internal DicomDataset AddOrUpdate(DicomTag tag, params double[] values)
    {
        DicomVR vr = tag.DictionaryVR;
        if (vr is DicomVR.DS or DicomVR.IS)
        {
            return AddOrUpdate(tag, Array.ConvertAll(values, value => vr == DicomVR.DS ? FormatDecimalString(value) : FormatInteger(value)));
        }

        int size = vr.WordBytes();
        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> word = bytes.AsSpan(i * size, size);
            switch (vr)
            {
                case DicomVR.US:
                    BinaryPrimitives.WriteUInt16LittleEndian(word, checked((ushort)values[i]));
                    break;
                case DicomVR.SS:
                    BinaryPrimitives.WriteInt16LittleEndian(word, checked((short)values[i]));
                    break;
                case DicomVR.UL:
                    BinaryPrimitives.WriteUInt32LittleEndian(word, checked((uint)values[i]));
                    break;
                case DicomVR.FL:
                    BinaryPrimitives.WriteSingleLittleEndian(word, (float)values[i]);
                    break;
                case DicomVR.FD:
                    BinaryPrimitives.WriteDoubleLittleEndian(word, values[i]);
                    break;
                default:
                    throw new NotSupportedException($"{tag}: numbers are not written as VR {vr}");
            }
        }

        return AddOrUpdate(new DicomElement(tag, vr, bytes));
    }

    /// <summary>A number in at most 16 characters, as near as they allow.</summary>
    internal static string FormatDecimalString(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        for (int digits = 15; text.Length > MaxDecimalStringLength; digits--)
        {
            text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
        }

        return text;
    }

    private static string FormatInteger(double value) => checked((int)value).ToString(CultureInfo.InvariantCulture);
}
