using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace VoxelDose.Host.Io;

/// <summary>
/// Compresses values on all cores into one ordinary gzip member (RFC 1952): blocks are deflated apart, each ends on a whole byte, and they follow one another in
/// one stream, as pigz does. Readers see no difference; the bytes do not depend on the number of cores.
/// </summary>
internal static class GzipBlocks
{
    private const int BlockBytes = 4 << 20;
    private const int HeaderBytes = 10;
    private const int TrailerBytes = 8;

    /// <summary>Largest number of bytes whose length a trailer tells, and that an array holds.</summary>
    private const long LargestBytes = int.MaxValue;

    /// <summary>Writes leading bytes and values, little-endian.</summary>
    internal static void Write(Stream target, byte[] head, float[] values)
    {
        long length = head.Length + ((long)values.Length * sizeof(float));
        if (!BitConverter.IsLittleEndian || length > LargestBytes)
        {
            using var whole = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
            whole.Write(head);
            VolumeFile.WriteLittleEndian(whole, values);
            return;
        }

        const int blockValues = BlockBytes / sizeof(float);
        int blocks = (values.Length + blockValues - 1) / blockValues;
        var packed = new Packed[Math.Min(blocks, 2 * Environment.ProcessorCount)];
        MemoryStream[] room = [.. packed.Select(_ => new MemoryStream(BlockBytes / 2))];
        uint crc = 0;
        for (int first = 0; first < blocks; first += packed.Length)
        {
            int count = Math.Min(packed.Length, blocks - first);
            Parallel.For(0, count, n =>
            {
                int start = (first + n) * blockValues;
                packed[n] = Packed.Of(room[n], start == 0 ? head : [], MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(blockValues, values.Length - start))));
            });
            for (int n = 0; n < count; n++)
            {
                (ArraySegment<byte> bytes, uint own, int raw) = packed[n];
                target.Write(first + n == 0 ? bytes : bytes[HeaderBytes..]);
                crc = Crc32.Joined(crc, own, raw);
            }
        }

        // An empty last block, then checksum and length of everything.
        Span<byte> end = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(end[2..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(end[6..], unchecked((uint)length));
        target.Write(end);
    }

    /// <summary>A block: gzip header and deflated bytes up to a whole byte; checksum and length of what they hold.</summary>
    private readonly record struct Packed(ArraySegment<byte> Bytes, uint Crc, int Raw)
    {
        /// <summary>Packs a block into memory that is used again for others.</summary>
        internal static Packed Of(MemoryStream memory, ReadOnlySpan<byte> head, ReadOnlySpan<byte> raw)
        {
            memory.SetLength(0);
            int end;
            using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(head);
                gzip.Write(raw);
                gzip.Flush();
                end = (int)memory.Length;
            }

            byte[] bytes = memory.GetBuffer();
            uint crc = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)memory.Length - TrailerBytes));
            return new(new(bytes, 0, end), crc, head.Length + raw.Length);
        }
    }
}
