using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io;

/// <summary>
/// Reads the values that a header announces, block by block, and only if the file really holds exactly that many: too few and too
/// many are both errors, and nothing is allocated on a header's word alone.
/// </summary>
internal static class PayloadReader
{
    internal const int BlockValues = 1 << 18;

    /// <summary>Deflate cannot pack more than 1032 bytes into one; 64 bytes allow for the container.</summary>
    private const long LargestDeflateRatio = 1032;

    private const int DeflateContainerBytes = 64;

    /// <summary>Below this a header's lie costs nothing, and the data need not be decompressed twice to find out.</summary>
    private const long HarmlessBytes = 1 << 24;

    /// <summary>Takes values in order; the first is number <paramref name="first"/> of all.</summary>
    internal delegate void Block(long first, ReadOnlySpan<float> values);

    /// <summary>Throws unless the file can hold what is declared; after it, allocating for the declared size is safe.</summary>
    internal static void Verify(VoxelPayload payload)
    {
        using FileStream file = InputFile.Open(payload.Path);
        long stored = file.Length - payload.Offset;
        Int128 declared = payload.ByteCount + payload.SkipDecoded;
        if (payload.ValueCount > Array.MaxLength)
        {
            throw InputError.Of(payload.Path, "size", $"{payload.Size} voxels", $"at most {Array.MaxLength} values a file", "crop or resample the image");
        }

        switch (payload.Encoding)
        {
            case PayloadEncoding.Raw when stored != declared:
                throw WrongLength(payload, stored - payload.SkipDecoded);
            case PayloadEncoding.Text when (payload.ValueCount * 2) - 1 > stored:
                throw InputError.Of(payload.Path, $"the header declares {payload.ValueCount} values as text, which {stored} bytes cannot hold; the file is truncated or its header wrong");
            case PayloadEncoding.Gzip or PayloadEncoding.Zlib when declared > ((Int128)stored * LargestDeflateRatio) + DeflateContainerBytes:
                throw InputError.Of(payload.Path, $"the header declares {declared} bytes, which {stored} compressed bytes cannot hold; the file is truncated or its header wrong");
            case PayloadEncoding.Gzip or PayloadEncoding.Zlib when declared > HarmlessBytes && !GzipTrailerSays(payload, file, (long)declared):
                VerifyByDecompressing(payload, file, (long)declared);
                break;
            default:
                break;
        }
    }

    /// <summary>Reads all values in order. Values that are not finite are refused with their place.</summary>
    internal static void Read(VoxelPayload payload, Block take)
    {
        Verify(payload);
        using FileStream file = InputFile.Open(payload.Path);
        InputFile.Guard(payload.Path, () =>
        {
            if (payload.Encoding == PayloadEncoding.Text)
            {
                TextPayload.Read(payload, file, take);
            }
            else
            {
                ReadBinary(payload, file, take);
            }

            return true;
        });
    }

    private static void ReadBinary(VoxelPayload payload, FileStream file, Block take)
    {
        using Stream stream = Decoded(payload, file);
        int valueBytes = ScalarDecoder.SizeOf(payload.Type);
        long count = (long)payload.ValueCount;
        int blockValues = (int)Math.Min(BlockValues, count);
        byte[] bytes = new byte[blockValues * valueBytes];
        float[] values = new float[blockValues];
        Skip(payload, stream);
        for (long first = 0; first < count; first += blockValues)
        {
            int length = (int)Math.Min(blockValues, count - first);
            Span<byte> block = bytes.AsSpan(0, length * valueBytes);
            int read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (read < block.Length)
            {
                throw WrongLength(payload, (first * valueBytes) + read);
            }

            ScalarDecoder.Decode(payload, block, values.AsSpan(0, length));
            Hand(payload, first, values.AsSpan(0, length), take);
        }

        // Also makes the decompressor reach its checksum, if that is there.
        if (stream.ReadByte() >= 0)
        {
            throw InputError.Of(payload.Path, $"there are more than the declared {payload.ByteCount} bytes of voxel data; the size or the type in the header is wrong");
        }

        RefuseGzipWithoutTrailer(payload, file);
    }

    /// <summary>Passes values on, unless one is not finite.</summary>
    internal static void Hand(VoxelPayload payload, long first, ReadOnlySpan<float> values, Block take)
    {
        for (int i = FiniteUpTo(values); i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                long voxel = (first + i) / payload.Layers;
                string place = $"({voxel % payload.Size.X}, {voxel / payload.Size.X % payload.Size.Y}, {voxel / payload.Size.X / payload.Size.Y})";
                throw InputError.Of(payload.Path, $"the value of voxel {place}", values[i], "a finite number within the range of float32", "replace such voxels where the image was made");
            }
        }

        take(first, values);
    }

    /// <summary>A number of first values that are finite, by vectors: all but the rest of a vector, where all are.</summary>
    private static int FiniteUpTo(ReadOnlySpan<float> values)
    {
        var exponent = new Vector<int>(0x7f800000);
        int n = 0;
        while (n <= values.Length - Vector<float>.Count && !Vector.EqualsAny(Vector.AsVectorInt32(new Vector<float>(values[n..])) & exponent, exponent))
        {
            n += Vector<float>.Count;
        }

        return n;
    }

    private static Stream Decoded(VoxelPayload payload, FileStream file)
    {
        file.Position = payload.Offset;
        return payload.Encoding switch
        {
            PayloadEncoding.Gzip => new GZipStream(file, CompressionMode.Decompress, leaveOpen: true),
            PayloadEncoding.Zlib => new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true),
            _ => file,
        };
    }

    private static void Skip(VoxelPayload payload, Stream stream)
    {
        byte[] buffer = new byte[4096];
        for (long left = payload.SkipDecoded; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                throw WrongLength(payload, 0);
            }

            left -= read;
        }
    }

    /// <summary>
    /// .NET takes the end of the file for the end of the data, so a file that lost its checksum would pass. The trailer gives the
    /// length of the last member; more than all that was read, and it is no trailer.
    /// </summary>
    private static void RefuseGzipWithoutTrailer(VoxelPayload payload, FileStream file)
    {
        if (payload.Encoding == PayloadEncoding.Gzip && GzipTrailer(payload, file) is var trailer && !(trailer <= payload.ByteCount + payload.SkipDecoded))
        {
            throw InputError.Of(payload.Path, "the compressed data end without their checksum: the file is truncated");
        }
    }

    /// <summary>True where the trailer of a single-member gzip file gives the declared length (modulo 2^32).</summary>
    private static bool GzipTrailerSays(VoxelPayload payload, FileStream file, long declared) =>
        payload.Encoding == PayloadEncoding.Gzip && GzipTrailer(payload, file) == unchecked((uint)declared);

    /// <summary>The last four bytes: the length (modulo 2^32) of what the last member of a gzip file holds.</summary>
    private static uint? GzipTrailer(VoxelPayload payload, FileStream file)
    {
        const int SmallestMember = 18;
        if (file.Length < payload.Offset + SmallestMember)
        {
            return null;
        }

        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static void VerifyByDecompressing(VoxelPayload payload, FileStream file, long declared) =>
        InputFile.Guard(payload.Path, () =>
        {
            using Stream stream = Decoded(payload, file);
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int read; total < declared && (read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, declared - total))) > 0;)
            {
                total += read;
            }

            return total == declared ? true : throw WrongLength(payload, total - payload.SkipDecoded);
        });

    private static InvalidInputException WrongLength(VoxelPayload payload, long found) => InputError.Of(
        payload.Path,
        $"there are {Math.Max(found, 0)} bytes of voxel data; {payload.Size} voxels{(payload.Layers > 1 ? $" in {payload.Layers} layers" : "")} of {payload.Type} need {payload.ByteCount}: " +
        "the file is truncated, or its header is wrong");
}
