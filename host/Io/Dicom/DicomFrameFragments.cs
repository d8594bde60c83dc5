using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Which fragments belong to which frame (PS3.5, A.4).</summary>
internal sealed class DicomFrameFragments
{
    private readonly List<ReadOnlyMemory<byte>> _fragments;
    private readonly int[] _firstFragment;

    internal DicomFrameFragments(DicomFragmentSequence sequence, int frames, string source)
    {
        _fragments = sequence.Fragments;
        if (frames > _fragments.Count)
        {
            throw new InvalidInputException($"{source}: {frames} frames in {_fragments.Count} fragments of compressed pixel data; at least one a frame is expected");
        }

        _firstFragment = new int[frames + 1];
        _firstFragment[frames] = _fragments.Count;
        if (frames == 1)
        {
            return;
        }

        if (_fragments.Count == frames)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                _firstFragment[frame] = frame;
            }

            return;
        }

        if (sequence.OffsetTable.Count != frames)
        {
            throw new InvalidInputException(
                $"{source}: {frames} frames in {_fragments.Count} fragments and an offset table of {sequence.OffsetTable.Count} entries; which fragment belongs to which frame is not told");
        }

        long offset = 0;
        int next = 0;
        for (int i = 0; i < _fragments.Count && next < frames; i++)
        {
            if (offset == sequence.OffsetTable[next])
            {
                _firstFragment[next++] = i;
            }

            offset += 8L + _fragments[i].Length;
        }

        if (next != frames || _firstFragment[0] != 0)
        {
            throw new InvalidInputException($"{source}: the offset table of the compressed pixel data does not point at fragments");
        }
    }

    /// <summary>The bytes of a frame.</summary>
    internal ReadOnlyMemory<byte> Frame(int frame)
    {
        int first = _firstFragment[frame];
        int count = _firstFragment[frame + 1] - first;
        if (count == 1)
        {
            return _fragments[first];
        }

        var whole = new MemoryStream();
        for (int i = first; i < first + count; i++)
        {
            whole.Write(_fragments[i].Span);
        }

        return whole.ToArray();
    }
}
