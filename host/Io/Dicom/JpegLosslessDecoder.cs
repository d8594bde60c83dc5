using System.Buffers.Binary;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// JPEG lossless, process 14 with any of its seven predictors (ITU-T T.81, annex H): sequential Huffman coding, one component.
/// </summary>
internal sealed class JpegLosslessDecoder
{
    private const byte StartOfImage = 0xD8;
    private const byte StartOfFrameLossless = 0xC3;
    private const byte DefineHuffmanTable = 0xC4;
    private const byte StartOfScan = 0xDA;
    private const byte DefineRestartInterval = 0xDD;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly string _source;
    private readonly HuffmanTable?[] _tables = new HuffmanTable?[4];
    private int _position;
    private int _precision;
    private int _width;
    private int _height;
    private int _restartInterval;
    private uint _bits;
    private int _bitCount;

    internal JpegLosslessDecoder(ReadOnlyMemory<byte> data, string source)
    {
        _data = data;
        _source = source;
    }

    /// <summary>Decodes to words of the allocated size, little endian.</summary>
    internal byte[] Decode(int width, int height, int bitsAllocated)
    {
        if (bitsAllocated is not (8 or 16))
        {
            throw Broken($"{bitsAllocated} bits allocated; JPEG lossless has 8 or 16");
        }

        if (NextMarker() != StartOfImage)
        {
            throw Broken("no start of image");
        }

        while (true)
        {
            byte marker = NextMarker();
            int length = ReadUInt16();
            int end = _position + length - 2;
            if (length < 2 || end > _data.Length)
            {
                throw Broken($"the segment of marker {marker:X2} runs beyond the end");
            }

            switch (marker)
            {
                case StartOfFrameLossless:
                    ReadFrameHeader(end, width, height, bitsAllocated);
                    break;
                case DefineHuffmanTable:
                    ReadTables(end);
                    break;
                case DefineRestartInterval:
                    _restartInterval = ReadUInt16();
                    break;
                case StartOfScan:
                    return ReadScan(end, bitsAllocated);
                case >= 0xC0 and <= 0xCF:
                    throw Broken($"the coding process of marker {marker:X2} is not lossless sequential Huffman");
                default:
                    break;
            }

            _position = end;
        }
    }

    private void ReadFrameHeader(int end, int width, int height, int bitsAllocated)
    {
        if (end - _position < 9)
        {
            throw Broken("the frame header is too short");
        }

        _precision = ReadByte();
        _height = ReadUInt16();
        _width = ReadUInt16();
        int components = ReadByte();
        if (_width != width || _height != height || components != 1 || _precision < 2 || _precision > bitsAllocated)
        {
            throw Broken($"{_width}x{_height} pixels of {components} components and {_precision} bits; the header says {width}x{height}, 1, at most {bitsAllocated}");
        }
    }

    private void ReadTables(int end)
    {
        while (_position < end)
        {
            int id = ReadByte() & 0x0F;
            if (id > 3 || end - _position < 16)
            {
                throw Broken("a Huffman table is damaged");
            }

            ReadOnlySpan<byte> counts = _data.Span.Slice(_position, 16);
            int total = 0;
            foreach (byte count in counts)
            {
                total += count;
            }

            _position += 16;
            if (total > 17 || total > end - _position)
            {
                throw Broken("a Huffman table is damaged");
            }

            _tables[id] = HuffmanTable.TryCreate(counts, _data.Span.Slice(_position, total)) ?? throw Broken("a Huffman table is damaged");
            _position += total;
        }
    }

    private byte[] ReadScan(int end, int bitsAllocated)
    {
        if (_width == 0 || end - _position < 6)
        {
            throw Broken("the scan comes before its frame, or its header is too short");
        }

        int components = ReadByte();
        _position++; // component selector
        int table = ReadByte() >> 4;
        int predictor = ReadByte();
        _position++; // end of spectral selection, without meaning here
        int pointTransform = ReadByte() & 0x0F;
        _position = end;
        if (components != 1 || table > 3 || _tables[table] is not { } huffman || predictor is < 1 or > 7 || pointTransform >= _precision)
        {
            throw Broken($"a scan of {components} components, table {table}, predictor {predictor}, point transform {pointTransform}");
        }

        // Each pixel takes one bit at least, so what the bytes cannot hold is not made room for.
        if ((long)_width * _height > 8L * (_data.Length - _position))
        {
            throw Broken($"{_data.Length - _position} bytes cannot hold {_width}x{_height} pixels");
        }

        int[] pixels = Predict(huffman, predictor, 1 << (_precision - pointTransform - 1));
        byte[] result = new byte[pixels.Length * (bitsAllocated / 8)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int value = (pixels[i] & 0xFFFF) << pointTransform;
            if (bitsAllocated == 8)
            {
                result[i] = (byte)value;
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(2 * i), (ushort)value);
            }
        }

        return result;
    }

    private int[] Predict(HuffmanTable huffman, int predictor, int initial)
    {
        int[] pixels = new int[_width * _height];
        int restartRow = 0;
        for (int y = 0, i = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++, i++)
            {
                if (_restartInterval > 0 && i > 0 && i % _restartInterval == 0)
                {
                    Restart();
                    if (x != 0)
                    {
                        throw Broken("a restart interval ends within a row");
                    }

                    restartRow = y;
                }

                int prediction;
                if (y == restartRow)
                {
                    prediction = x == 0 ? initial : pixels[i - 1];
                }
                else if (x == 0)
                {
                    prediction = pixels[i - _width];
                }
                else
                {
                    int a = pixels[i - 1];
                    int b = pixels[i - _width];
                    int c = pixels[i - _width - 1];
                    prediction = predictor switch
                    {
                        1 => a,
                        2 => b,
                        3 => c,
                        4 => a + b - c,
                        5 => a + ((b - c) >> 1),
                        6 => b + ((a - c) >> 1),
                        _ => (a + b) >> 1,
                    };
                }

                pixels[i] = (prediction + ReadDifference(huffman)) & 0xFFFF;
            }
        }

        return pixels;
    }

    private int ReadDifference(HuffmanTable huffman)
    {
        int code = 0;
        for (int length = 1; length <= 16; length++)
        {
            code = (code << 1) | ReadBit();
            if (huffman.TryFind(length, code, out int size))
            {
                if (size is 0 or 16)
                {
                    return size == 0 ? 0 : 32768;
                }

                int value = 0;
                for (int i = 0; i < size; i++)
                {
                    value = (value << 1) | ReadBit();
                }

                return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
            }
        }

        throw Broken("a code is in no Huffman table");
    }

    private int ReadBit()
    {
        if (_bitCount == 0)
        {
            byte next = ReadByte();
            if (next == 0xFF)
            {
                byte stuffed = ReadByte();
                if (stuffed != 0)
                {
                    throw Broken($"marker {stuffed:X2} ends the scan before its last pixel");
                }
            }

            _bits = next;
            _bitCount = 8;
        }

        return (int)(_bits >> --_bitCount) & 1;
    }

    private void Restart()
    {
        _bitCount = 0;
        byte marker = NextMarker();
        if (marker is < 0xD0 or > 0xD7)
        {
            throw Broken($"marker {marker:X2} stands where a restart is expected");
        }
    }

    private byte NextMarker()
    {
        if (ReadByte() != 0xFF)
        {
            throw Broken("no marker where one is expected");
        }

        byte marker;
        do
        {
            marker = ReadByte();
        }
        while (marker == 0xFF);
        return marker;
    }

    private byte ReadByte() => _position < _data.Length ? _data.Span[_position++] : throw Broken("the data end before the last pixel");

    private int ReadUInt16() => (ReadByte() << 8) | ReadByte();

    private InvalidInputException Broken(string what) => new($"{_source}: JPEG lossless pixel data, byte {_position}: {what}");

    private sealed class HuffmanTable
    {
        private readonly int[] _firstCode = new int[17];
        private readonly int[] _firstIndex = new int[17];
        private readonly int[] _count = new int[17];
        private readonly byte[] _symbols;

        private HuffmanTable(byte[] symbols) => _symbols = symbols;

        internal static HuffmanTable? TryCreate(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
        {
            var table = new HuffmanTable(symbols.ToArray());
            int code = 0;
            int index = 0;
            for (int length = 1; length <= 16; length++)
            {
                table._firstCode[length] = code;
                table._firstIndex[length] = index;
                table._count[length] = counts[length - 1];
                code += counts[length - 1];
                index += counts[length - 1];
                if (code > 1 << length)
                {
                    return null;
                }

                code <<= 1;
            }

            return table._symbols.All(size => size <= 16) ? table : null;
        }

        internal bool TryFind(int length, int code, out int size)
        {
            int offset = code - _firstCode[length];
            bool found = offset >= 0 && offset < _count[length];
            size = found ? _symbols[_firstIndex[length] + offset] : 0;
            return found;
        }
    }
}
