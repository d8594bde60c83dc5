using System.Buffers.Binary;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>RLE Lossless (PS3.5, annex G): one segment for each byte of a pixel, the most significant first, each in PackBits.</summary>
internal static class RleDecoder
{
    private const int HeaderBytes = 64;
    private const int MaxExpansion = 64; // a run of two bytes stands for at most 128

    /// <summary>Decodes a frame.</summary>
    /// <param name="frame">Its bytes.</param>
    /// <param name="length">Number of bytes that it must yield.</param>
    /// <param name="bytesPerPixel">Number of segments.</param>
    /// <param name="source">File, for messages.</param>
    internal static byte[] Decode(ReadOnlySpan<byte> frame, int length, int bytesPerPixel, string source)
    {
        if (frame.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(frame) != bytesPerPixel)
        {
            throw new InvalidInputException($"{source}: an RLE frame of {frame.Length} bytes does not begin with a header of {bytesPerPixel} segments");
        }

        if (length > (long)frame.Length * MaxExpansion)
        {
            throw new InvalidInputException($"{source}: an RLE frame of {frame.Length} bytes cannot hold {length} bytes of pixels");
        }

        byte[] result = new byte[length];
        int perSegment = length / bytesPerPixel;
        for (int segment = 0; segment < bytesPerPixel; segment++)
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(frame[(4 + (4 * segment))..]);
            uint end = segment + 1 < bytesPerPixel ? BinaryPrimitives.ReadUInt32LittleEndian(frame[(8 + (4 * segment))..]) : (uint)frame.Length;
            if (start < HeaderBytes || end < start || end > frame.Length)
            {
                throw new InvalidInputException($"{source}: RLE segment {segment} spans bytes {start} to {end} of {frame.Length}");
            }

            int written = Unpack(frame[(int)start..(int)end], result, bytesPerPixel - 1 - segment, bytesPerPixel, perSegment);
            if (written != perSegment)
            {
                throw new InvalidInputException($"{source}: RLE segment {segment} holds {written} bytes, expected {perSegment}");
            }
        }

        return result;
    }

    private static int Unpack(ReadOnlySpan<byte> packed, byte[] target, int offset, int stride, int count)
    {
        int written = 0;
        for (int i = 0; i < packed.Length && written < count;)
        {
            sbyte control = (sbyte)packed[i++];
            if (control == sbyte.MinValue)
            {
                continue;
            }

            int run = control >= 0 ? control + 1 : 1 - control;
            for (int j = 0; j < run && written < count && i < packed.Length; j++)
            {
                target[offset + (stride * written++)] = control >= 0 ? packed[i++] : packed[i];
            }

            if (control < 0)
            {
                i++;
            }
        }

        return written;
    }
}
