using System.Buffers.Binary;
using System.Text;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Fills the class and instance UIDs that some anonymisers blank: the tools that decompress for us refuse to write a file without
/// them. The values come from the file meta information, and the copy serves decompression only.
/// </summary>
internal static class DicomBlankUids
{
    private const int HeadBytes = 8;

    /// <summary>The file as a tool accepts it: its own path, or a completed copy in <paramref name="folder"/>.</summary>
    internal static string Complete(DicomFile file, string folder)
    {
        string path = Path.GetFullPath(file.Source);
        if (file.Dataset.TryGetText(DicomTag.SOPClassUID) is not null && file.Dataset.TryGetText(DicomTag.SOPInstanceUID) is not null)
        {
            return path;
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes = Fill(bytes, DicomTag.SOPClassUID, file.FileMetaInfo.TryGetText(DicomTag.MediaStorageSOPClassUID));
        bytes = Fill(bytes, DicomTag.SOPInstanceUID, file.FileMetaInfo.TryGetText(DicomTag.MediaStorageSOPInstanceUID));
        string copy = Path.Combine(folder, "completed.dcm");
        File.WriteAllBytes(copy, bytes);
        return copy;
    }

    /// <summary>Compressed files are explicit VR little endian, and these two elements come before any sequence of the dataset: the first match is the element.</summary>
    private static byte[] Fill(byte[] bytes, DicomTag tag, string? uid)
    {
        byte[] head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(head, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), tag.Element);
        "UI"u8.CopyTo(head.AsSpan(4));
        int at = bytes.AsSpan().IndexOf(head);
        if (at < 0 || uid is null)
        {
            return bytes;
        }

        byte[] value = Encoding.ASCII.GetBytes(uid.Length % 2 == 0 ? uid : uid + '\0');
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(6), (ushort)value.Length);
        return [.. bytes[..at], .. head, .. value, .. bytes[(at + HeadBytes)..]];
    }
}
