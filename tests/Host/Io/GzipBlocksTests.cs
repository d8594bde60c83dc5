using System.IO.Compression;
using System.Runtime.InteropServices;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

/// <summary>Blocks that are deflated apart make one gzip member that any reader takes.</summary>
public class GzipBlocksTests
{
    private const int TrailerBytes = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((9 << 20) + 12345)]
    public void Write_AnyNumberOfBlocks_ReadsBackWithChecksumAndLength(int count)
    {
        (byte[] head, float[] values) = Make(count);
        byte[] packed = Pack(head, values);

        byte[] read = Unpack(packed);

        Assert.Equal(head, read[..head.Length]);
        Assert.True(MemoryMarshal.AsBytes(values.AsSpan()).SequenceEqual(read.AsSpan(head.Length)));
        Assert.Equal((uint)read.Length, BitConverter.ToUInt32(packed, packed.Length - 4));
    }

    [Fact]
    public void Write_ChecksumOfBlocks_IsThatOfOneStream()
    {
        (byte[] head, float[] values) = Make((9 << 20) + 12345);
        using var memory = new MemoryStream();
        using (var whole = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            whole.Write(head);
            whole.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        Assert.Equal(memory.ToArray()[^TrailerBytes..], Pack(head, values)[^TrailerBytes..]);
    }

    [Fact]
    public void Write_NoHead_ReadsBack()
    {
        (_, float[] values) = Make(100);

        Assert.True(MemoryMarshal.AsBytes(values.AsSpan()).SequenceEqual(Unpack(Pack([], values))));
    }

    private static (byte[] Head, float[] Values) Make(int count)
    {
        var random = new Random(count);
        byte[] head = new byte[352];
        random.NextBytes(head);
        return (head, [.. Enumerable.Range(0, count).Select(n => n % 3 == 0 ? 0 : random.NextSingle())]);
    }

    private static byte[] Pack(byte[] head, float[] values)
    {
        using var memory = new MemoryStream();
        GzipBlocks.Write(memory, head, values);
        return memory.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        return memory.ToArray();
    }
}
