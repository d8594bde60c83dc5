using System.Buffers.Binary;
using System.Text;

namespace VoxelDose.Host.Io.Nifti;

/// <summary>The fields of a NIfTI-1 or NIfTI-2 header that matter here (https://nifti.nimh.nih.gov/nifti-1, nifti-2).</summary>
internal sealed record NiftiHeader(int Version, bool BigEndian)
{
    internal const int Bytes1 = 348;
    internal const int Bytes2 = 540;

    internal long[] Dim { get; private init; } = [];

    internal int DataType { get; private init; }

    internal int BitsPerVoxel { get; private init; }

    internal double[] PixDim { get; private init; } = [];

    internal double VoxOffset { get; private init; }

    internal double Slope { get; private init; }

    internal double Intercept { get; private init; }

    internal int Units { get; private init; }

    internal int QformCode { get; private init; }

    internal int SformCode { get; private init; }

    /// <summary>Quaternion b, c, d, then the offsets.</summary>
    internal double[] Qform { get; private init; } = [];

    /// <summary>Three rows of four.</summary>
    internal double[] Sform { get; private init; } = [];

    internal string Description { get; private init; } = "";

    internal string IntentName { get; private init; } = "";

    internal string Magic { get; private init; } = "";

    /// <summary>Tells version and byte order by the first number, which is the header's own size; null where it is no NIfTI.</summary>
    internal static (int Version, bool BigEndian)? Recognise(ReadOnlySpan<byte> head)
    {
        if (head.Length < sizeof(int))
        {
            return null;
        }

        int little = BinaryPrimitives.ReadInt32LittleEndian(head);
        int big = BinaryPrimitives.ReadInt32BigEndian(head);
        return little == Bytes1 ? (1, false) : big == Bytes1 ? (1, true) : little == Bytes2 ? (2, false) : big == Bytes2 ? (2, true) : null;
    }

    /// <summary>Takes the fields out of the header's bytes, of which all must be there.</summary>
    internal static NiftiHeader Parse(byte[] bytes, int version, bool bigEndian)
    {
        var at = new Fields(bytes, bigEndian);
        return version == 1
            ? new(1, bigEndian)
            {
                Dim = Fields.Many(40, 8, 2, offset => (long)at.Int16(offset)),
                DataType = at.Int16(70),
                BitsPerVoxel = at.Int16(72),
                PixDim = Fields.Many(76, 8, 4, at.Single),
                VoxOffset = at.Single(108),
                Slope = at.Single(112),
                Intercept = at.Single(116),
                Units = bytes[123],
                Description = at.Text(148, 80),
                QformCode = at.Int16(252),
                SformCode = at.Int16(254),
                Qform = Fields.Many(256, 6, 4, at.Single),
                Sform = Fields.Many(280, 12, 4, at.Single),
                IntentName = at.Text(328, 16),
                Magic = at.Text(344, 4),
            }
            : new(2, bigEndian)
            {
                Magic = at.Text(4, 4),
                DataType = at.Int16(12),
                BitsPerVoxel = at.Int16(14),
                Dim = Fields.Many(16, 8, 8, at.Int64),
                PixDim = Fields.Many(104, 8, 8, at.Double),
                VoxOffset = at.Int64(168),
                Slope = at.Double(176),
                Intercept = at.Double(184),
                Description = at.Text(240, 80),
                QformCode = at.Int32(344),
                SformCode = at.Int32(348),
                Qform = Fields.Many(352, 6, 8, at.Double),
                Sform = Fields.Many(400, 12, 8, at.Double),
                Units = at.Int32(500),
                IntentName = at.Text(508, 16),
            };
    }

    private sealed class Fields(byte[] bytes, bool bigEndian)
    {
        internal short Int16(int at) => bigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));

        internal int Int32(int at) => bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

        internal long Int64(int at) => bigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

        internal double Single(int at) => BitConverter.Int32BitsToSingle(Int32(at));

        internal double Double(int at) => BitConverter.Int64BitsToDouble(Int64(at));

        internal static T[] Many<T>(int at, int count, int bytesEach, Func<int, T> read) => [.. Enumerable.Range(0, count).Select(i => read(at + (i * bytesEach)))];

        internal string Text(int at, int length)
        {
            ReadOnlySpan<byte> text = bytes.AsSpan(at, length);
            int end = text.IndexOf((byte)0);
            return Encoding.Latin1.GetString(end < 0 ? text : text[..end]).Trim();
        }
    }
}
