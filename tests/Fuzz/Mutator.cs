using System.Buffers.Binary;
using System.IO.Compression;

namespace VoxelDose.Tests.Fuzz;

/// <summary>Seeded changes of files that are good: bits, bytes, lengths, numbers in text, words, parts cut, doubled, swapped and taken from another file.</summary>
internal sealed class Mutator(int seed)
{
    /// <summary>Where most of a format's decisions stand; hit most.</summary>
    private const int HeaderBytes = 4096;

    private static readonly string[] Words =
    [
        "NaN", "-1", "0", "1e999", "-1e-999", "99999999999999999999", "2147483648", "4294967295", "0x10", "1,5", "null", "true", "{}", "[]", "\"\"", "\\ud800", "\u0000", "\r\n", "\n\n", ":", "=", ":=",
        "../", "/etc/passwd", "\\\\server\\x", "LIST", "%d.raw", "none", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
        "ü患\u202e", "#", ";", ",,,,", "1 1 1 1 1 1 1 1 1", "(nan,nan,nan)", "(0,0,0)", "inf",
    ];

    private static readonly uint[] Lengths = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    private readonly Random _random = new(seed);

    /// <summary>One to six changes, mostly few; of a gzip file as often of what it holds as of its own bytes.</summary>
    internal byte[] Mutate(byte[] good, byte[] other)
    {
        if (good is [0x1f, 0x8b, ..] && _random.Next(2) == 0 && Gunzip(good) is { } inner)
        {
            using var packed = new MemoryStream();
            using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                zip.Write(Mutate(inner, other));
            }

            return packed.ToArray();
        }

        var bytes = new List<byte>(good);
        for (int n = 1 + _random.Next(_random.Next(1, 7)); n > 0 && bytes.Count > 1; n--)
        {
            Change(bytes, other);
        }

        return [.. bytes];
    }

    internal int Next(int below) => _random.Next(below);

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = _random.Next(_random.Next(4) == 0 ? bytes.Count : Math.Min(bytes.Count, HeaderBytes));
        int length = Math.Min(bytes.Count - at, _random.Next(1, 65));
        switch (_random.Next(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes[at] = (byte)('0' + _random.Next(10));
                break;
            case 3:
                Number(bytes, at);
                break;
            case 4:
                int digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                bytes.InsertRange(digit < 0 ? at : digit, "999999999999"u8[.._random.Next(1, 12)].ToArray());
                break;
            case 5:
                bytes.RemoveRange(at, length);
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 7:
                bytes.InsertRange(at, [.. Enumerable.Range(0, _random.Next(1, 10)).Select(_ => (byte)_random.Next(256))]);
                break;
            case 8:
                bytes.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Words[_random.Next(Words.Length)]));
                break;
            case 9:
                int from = _random.Next(other.Length);
                bytes.InsertRange(at, other[from..(from + Math.Min(other.Length - from, length))]);
                break;
            default:
                if (_random.Next(4) == 0)
                {
                    bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                }

                break;
        }
    }

    private void Number(List<byte> bytes, int at)
    {
        Span<byte> word = stackalloc byte[4];
        uint value = _random.Next(3) == 0 ? (uint)_random.Next() : Lengths[_random.Next(Lengths.Length)];
        if (_random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(word, value);
        }

        int size = _random.Next(2) == 0 ? 4 : 2;
        for (int n = 0; n < size && at + n < bytes.Count; n++)
        {
            bytes[at + n] = word[n];
        }
    }

    private static byte[]? Gunzip(byte[] packed)
    {
        try
        {
            using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zip.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
