using System.Buffers.Binary;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Parses a dataset. Every length is held against the bytes that are there before anything is sliced or made, and nesting is limited,
/// so that what a file claims costs no more than what it holds.
/// </summary>
/// <param name="bytes">The file, or what was inflated from it.</param>
/// <param name="source">The file's name, for messages.</param>
/// <param name="notes">Takes what was odd but could be read.</param>
internal sealed class DicomReader(ReadOnlyMemory<byte> bytes, string source, List<string> notes)
{
    /// <summary>Deepest nesting of sequences that is read; real objects stay below ten.</summary>
    internal const int MaxDepth = 32;

    private const uint UndefinedLength = 0xFFFFFFFF;

    /// <summary>Whether to stop before pixel data and to copy values, so that the file's bytes can be let go.</summary>
    internal bool HeaderOnly { get; init; }

    /// <summary>True after a read of the header that stopped before pixel data.</summary>
    internal bool StoppedAtPixelData { get; private set; }

    /// <summary>Reads the group of file meta information (explicit little endian) from a position.</summary>
    internal (DicomDataset Meta, int End) ReadFileMeta(int position)
    {
        var meta = new DicomDataset(source);
        while (position + 8 <= bytes.Length && BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[position..]) == 0x0002)
        {
            position = ReadElement(meta, position, bytes.Length, explicitVR: true, bigEndian: false, depth: 0);
        }

        return (meta, position);
    }

    /// <summary>Reads the main dataset from a position to the end.</summary>
    internal DicomDataset ReadDataset(int position, bool explicitVR, bool bigEndian)
    {
        var dataset = new DicomDataset(source);
        ReadItems(dataset, position, bytes.Length, explicitVR, bigEndian, 0, untilDelimiter: false);
        return dataset;
    }

    private int ReadItems(DicomDataset dataset, int position, int end, bool explicitVR, bool bigEndian, int depth, bool untilDelimiter)
    {
        while (position < end)
        {
            if (end - position < 8)
            {
                if (bytes.Span[position..end].ContainsAnyExcept((byte)0))
                {
                    throw Broken(position, $"{end - position} bytes are left over, too few for an element");
                }

                notes.Add($"{end - position} zero bytes after the last element");
                return end;
            }

            DicomTag tag = ReadTag(position, bigEndian);
            if (tag == DicomTag.ItemDelimitationItem && untilDelimiter)
            {
                return position + 8;
            }

            if (depth == 0 && HeaderOnly && tag.Group == 0x7FE0)
            {
                StoppedAtPixelData = true;
                return end;
            }

            position = ReadElement(dataset, position, end, explicitVR, bigEndian, depth);
        }

        return untilDelimiter ? throw Broken(position, "an item of undefined length has no end") : position;
    }

    private int ReadElement(DicomDataset dataset, int position, int end, bool explicitVR, bool bigEndian, int depth)
    {
        int start = position;
        DicomTag tag = ReadTag(position, bigEndian);
        if (tag.Group == 0xFFFE)
        {
            throw Broken(position, $"the item mark {tag} stands where an element is expected");
        }

        position += 4;
        DicomVR vr = tag.DictionaryVR;
        uint length;
        if (explicitVR)
        {
            ReadOnlySpan<byte> head = bytes.Span[position..];
            if (!DicomVRTraits.TryParse(head[0], head[1], out DicomVR stated))
            {
                if (!char.IsAsciiLetterUpper((char)head[0]) || !char.IsAsciiLetterUpper((char)head[1]))
                {
                    throw Broken(start, $"{tag} has no value representation (found bytes {head[0]:X2} {head[1]:X2})");
                }

                stated = DicomVR.UN; // PS3.5, 6.2: letters of a later edition have the long form
            }

            bool isLong = stated.HasLongLength();
            if (isLong && end - position < 8)
            {
                throw Broken(start, $"{tag} is cut off in its header");
            }

            length = isLong ? ReadUInt32(position + 4, bigEndian) : ReadUInt16(position + 2, bigEndian);
            position += isLong ? 8 : 4;
            if (stated != DicomVR.UN)
            {
                vr = stated;
            }
            else
            {
                // Unknown VR: the value is in implicit little endian, whatever the file is in (PS3.5, 6.2.2).
                explicitVR = false;
                bigEndian = false;
            }
        }
        else
        {
            length = ReadUInt32(position, bigEndian);
            position += 4;
        }

        if (length == UndefinedLength)
        {
            if (tag == DicomTag.PixelData)
            {
                return ReadFragments(dataset, tag, vr, position, end);
            }

            return vr is DicomVR.SQ or DicomVR.UN
                ? ReadSequence(dataset, tag, position, end, explicitVR, bigEndian, depth, undefined: true)
                : throw Broken(start, $"{tag} has an undefined length, which VR {vr} cannot have");
        }

        if (length > (uint)(end - position))
        {
            throw Broken(start, $"{tag} says {length} bytes, {end - position} are left; the file is cut off or damaged");
        }

        int valueEnd = position + (int)length;
        if (vr == DicomVR.SQ)
        {
            return ReadSequence(dataset, tag, position, valueEnd, explicitVR, bigEndian, depth, undefined: false);
        }

        if (dataset.Contains(tag))
        {
            notes.Add($"{tag} stands twice; the later one is taken");
        }

        dataset.AddOrUpdate(new DicomElement(tag, vr, Value(position, (int)length, vr, bigEndian)));
        if (tag == DicomTag.SpecificCharacterSet && dataset.Encoding.Note is { } note)
        {
            notes.Add(note);
        }

        return valueEnd;
    }

    private int ReadSequence(
        DicomDataset dataset, DicomTag tag, int position, int end, bool explicitVR, bool bigEndian, int depth, bool undefined)
    {
        if (depth >= MaxDepth)
        {
            throw Broken(position, $"{tag} nests sequences deeper than {MaxDepth}");
        }

        var sequence = new DicomSequence(tag);
        while (position < end)
        {
            if (end - position < 8)
            {
                throw Broken(position, $"the sequence {tag} is cut off");
            }

            DicomTag mark = ReadTag(position, bigEndian);
            uint length = ReadUInt32(position + 4, bigEndian);
            if (mark == DicomTag.SequenceDelimitationItem)
            {
                if (!undefined)
                {
                    notes.Add($"the sequence {tag} of known length has a delimiter as well");
                }

                dataset.AddOrUpdate(sequence);
                return undefined ? position + 8 : end;
            }

            if (mark != DicomTag.Item)
            {
                throw Broken(position, $"the sequence {tag} holds {mark} where an item is expected");
            }

            position += 8;
            var item = new DicomDataset(source, dataset.Encoding);
            if (length == UndefinedLength)
            {
                position = ReadItems(item, position, end, explicitVR, bigEndian, depth + 1, untilDelimiter: true);
            }
            else if (length > (uint)(end - position))
            {
                throw Broken(position, $"an item of {tag} says {length} bytes, {end - position} are left");
            }
            else
            {
                position = ReadItems(item, position, position + (int)length, explicitVR, bigEndian, depth + 1, untilDelimiter: false);
            }

            sequence.Items.Add(item);
        }

        if (undefined)
        {
            throw Broken(position, $"the sequence {tag} of undefined length has no end");
        }

        dataset.AddOrUpdate(sequence);
        return end;
    }

    private int ReadFragments(DicomDataset dataset, DicomTag tag, DicomVR vr, int position, int end)
    {
        var fragments = new DicomFragmentSequence(tag, vr);
        for (bool isTable = true; end - position >= 8; isTable = false)
        {
            DicomTag mark = ReadTag(position, bigEndian: false);
            uint length = ReadUInt32(position + 4, bigEndian: false);
            position += 8;
            if (mark == DicomTag.SequenceDelimitationItem)
            {
                dataset.AddOrUpdate(fragments);
                return position;
            }

            if (mark != DicomTag.Item || length > (uint)(end - position))
            {
                throw Broken(position - 8, $"compressed pixel data hold {mark} of {length} bytes, {end - position} are left; the file is cut off or damaged");
            }

            if (isTable)
            {
                for (int i = 0; i + 4 <= length; i += 4)
                {
                    fragments.OffsetTable.Add(ReadUInt32(position + i, bigEndian: false));
                }
            }
            else
            {
                fragments.Fragments.Add(bytes.Slice(position, (int)length));
            }

            position += (int)length;
        }

        throw Broken(position, "compressed pixel data have no end; the file is cut off");
    }

    private ReadOnlyMemory<byte> Value(int position, int length, DicomVR vr, bool bigEndian)
    {
        ReadOnlyMemory<byte> value = bytes.Slice(position, length);
        int word = vr.WordBytes();
        if (!bigEndian || word == 1)
        {
            return HeaderOnly ? value.ToArray() : value;
        }

        byte[] swapped = value.ToArray();
        for (int i = 0; i + word <= swapped.Length; i += word)
        {
            Array.Reverse(swapped, i, word);
        }

        return swapped;
    }

    private DicomTag ReadTag(int position, bool bigEndian) => new(ReadUInt16(position, bigEndian), ReadUInt16(position + 2, bigEndian));

    private ushort ReadUInt16(int position, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[position..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[position..]);

    private uint ReadUInt32(int position, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[position..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[position..]);

    private InvalidInputException Broken(int position, string what) => new($"{source}: byte {position}: {what}");
}
