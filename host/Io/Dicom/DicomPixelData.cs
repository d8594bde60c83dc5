using System.Buffers.Binary;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>The stored values of an image's frames: monochrome integers of 1 to 32 bits, or floating point.</summary>
internal sealed class DicomPixelData
{
    private readonly DicomFile _file;
    private readonly DicomItem _item;
    private readonly int _bitsStored;
    private readonly int _highBit;
    private readonly bool _isSigned;
    private readonly DicomFrameFragments? _fragments;

    private DicomPixelData(DicomFile file, DicomItem item)
    {
        DicomDataset dataset = file.Dataset;
        _file = file;
        _item = item;
        Rows = Positive(dataset, DicomTag.Rows);
        Columns = Positive(dataset, DicomTag.Columns);
        NumberOfFrames = dataset.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1);
        int samples = dataset.GetSingleValueOrDefault(DicomTag.SamplesPerPixel, 1);
        string photometric = dataset.TryGetText(DicomTag.PhotometricInterpretation) ?? "MONOCHROME2";
        if (samples != 1 || photometric is not ("MONOCHROME1" or "MONOCHROME2"))
        {
            throw new InvalidInputException($"{file.Source}: found {samples} samples a pixel, {photometric}; only single-channel MONOCHROME images carry quantities");
        }

        IsFloat = item.Tag != DicomTag.PixelData;
        BitsAllocated = item.Tag == DicomTag.FloatPixelData ? 32 : item.Tag == DicomTag.DoubleFloatPixelData ? 64
            : dataset.GetSingleValue<int>(DicomTag.BitsAllocated);
        _bitsStored = IsFloat ? BitsAllocated : dataset.GetSingleValueOrDefault(DicomTag.BitsStored, BitsAllocated);
        _highBit = IsFloat ? BitsAllocated - 1 : dataset.GetSingleValueOrDefault(DicomTag.HighBit, _bitsStored - 1);
        int representation = IsFloat ? 0 : dataset.GetSingleValueOrDefault(DicomTag.PixelRepresentation, 0);
        _isSigned = representation == 1;
        if (!IsFloat && (BitsAllocated is not (1 or 8 or 16 or 32) || _bitsStored < 1 || _bitsStored > BitsAllocated ||
            _highBit < _bitsStored - 1 || _highBit >= BitsAllocated || representation is not (0 or 1)))
        {
            throw new InvalidInputException(
                $"{file.Source}: found {BitsAllocated} bits allocated, {_bitsStored} stored, high bit {_highBit}, representation {representation}; expected 1, 8, 16 or 32 allocated and the stored ones within");
        }

        if (NumberOfFrames < 1)
        {
            throw dataset.Wrong(DicomTag.NumberOfFrames, $"{NumberOfFrames}", "at least 1");
        }

        if (item is DicomElement element)
        {
            long needed = ((FrameBits * NumberOfFrames) + 7) / 8;
            if (needed > element.Buffer.Length)
            {
                throw new InvalidInputException(
                    $"{file.Source}: {NumberOfFrames} frames of {Columns}x{Rows} pixels need {needed} bytes of pixel data, found {element.Buffer.Length}");
            }
        }
        else
        {
            _fragments = new DicomFrameFragments((DicomFragmentSequence)item, NumberOfFrames, file.Source);
        }
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal int NumberOfFrames { get; }

    internal int BitsAllocated { get; }

    /// <summary>True for float and double pixel data.</summary>
    internal bool IsFloat { get; }

    private long FrameBits => (long)Rows * Columns * BitsAllocated;

    /// <summary>Opens the pixel data of a file; those compressed in a way that is not read here go through a child process.</summary>
    /// <exception cref="InvalidInputException">None, damaged, of a kind that carries no quantities, or compressed in a way that nobody at hand reads.</exception>
    internal static DicomPixelData Create(DicomFile file)
    {
        DicomItem? item = file.Dataset.GetDicomItem(DicomTag.PixelData) ?? file.Dataset.GetDicomItem(DicomTag.FloatPixelData)
            ?? file.Dataset.GetDicomItem(DicomTag.DoubleFloatPixelData);
        return item switch
        {
            null => throw new InvalidInputException($"{file.Source}: the file holds no pixel data"),
            DicomFragmentSequence when file.TransferSyntax.Codec > DicomCodec.JpegLossless => Create(DicomTranscoder.Decompress(file)),
            DicomElement or DicomFragmentSequence => new(file, item),
            _ => throw new InvalidInputException($"{file.Source}: {item.Tag} is a sequence"),
        };
    }

    /// <summary>Writes a frame's values, slope x stored + intercept, row by row.</summary>
    /// <param name="frame">Frame, from 0.</param>
    /// <param name="slope">Rescale slope.</param>
    /// <param name="intercept">Rescale intercept.</param>
    /// <param name="target">Rows x columns values.</param>
    internal void ReadFrame(int frame, double slope, double intercept, Span<float> target)
    {
        if (BitsAllocated == 1)
        {
            ReadBits(frame, slope, intercept, target);
            return;
        }

        ReadOnlySpan<byte> bytes = FrameBytes(frame).Span;
        int shift = 63 - _highBit;
        int drop = 64 - _bitsStored;
        for (int i = 0; i < target.Length; i++)
        {
            double stored;
            if (IsFloat)
            {
                stored = BitsAllocated == 32
                    ? BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..])
                    : BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..]);
            }
            else
            {
                ulong raw = BitsAllocated switch
                {
                    8 => bytes[i],
                    16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]),
                    _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]),
                };
                ulong high = raw << shift; // overlays above the high bit fall off on the left, padding below on the right
                stored = _isSigned ? (long)high >> drop : (double)(high >> drop);
            }

            target[i] = (float)((slope * stored) + intercept);
        }
    }

    private void ReadBits(int frame, double slope, double intercept, Span<float> target)
    {
        // Native frames of single bits follow one another without padding; a compressed frame begins at a byte.
        bool isNative = _item is DicomElement;
        ReadOnlySpan<byte> bytes = isNative ? ((DicomElement)_item).Buffer.Span : FrameBytes(frame).Span;
        long offset = isNative ? frame * FrameBits : 0;
        for (int i = 0; i < target.Length; i++)
        {
            long bit = offset + i;
            int stored = (bytes[(int)(bit >> 3)] >> (int)(bit & 7)) & 1;
            target[i] = (float)((slope * stored) + intercept);
        }
    }

    private ReadOnlyMemory<byte> FrameBytes(int frame)
    {
        int length = checked((int)((FrameBits + 7) / 8));
        if (_item is DicomElement element)
        {
            return element.Buffer.Slice(checked(frame * length), length);
        }

        ReadOnlyMemory<byte> compressed = _fragments!.Frame(frame);
        return _file.TransferSyntax.Codec switch
        {
            DicomCodec.Rle => RleDecoder.Decode(compressed.Span, length, Math.Max(1, BitsAllocated / 8), _file.Source),
            DicomCodec.DeflatedFrame => Inflated(compressed, length),
            DicomCodec.JpegLossless => new JpegLosslessDecoder(compressed, _file.Source).Decode(Columns, Rows, BitsAllocated),
            _ => throw new InvalidInputException($"{_file.Source}: pixel data in fragments contradict transfer syntax {_file.TransferSyntax}"),
        };
    }

    private byte[] Inflated(ReadOnlyMemory<byte> compressed, int length)
    {
        byte[] bytes = DicomFile.Inflate(compressed, length + 1, _file.Source); // one byte of padding to an even length may follow
        return bytes.Length >= length ? bytes : throw new InvalidInputException($"{_file.Source}: a deflated frame holds {bytes.Length} bytes, expected {length}");
    }

    private static int Positive(DicomDataset dataset, DicomTag tag)
    {
        int value = dataset.GetSingleValue<int>(tag);
        return value > 0 ? value : throw dataset.Wrong(tag, $"{value}", "above 0");
    }
}
