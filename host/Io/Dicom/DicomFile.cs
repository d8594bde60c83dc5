using System.IO.Compression;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A DICOM file (PS3.10): file meta information and dataset.</summary>
internal sealed class DicomFile
{
    private const int PreambleBytes = 128;
    private const int MaxInflatedBytes = 1 << 29;

    private DicomFile(DicomDataset meta, DicomDataset dataset, DicomTransferSyntax syntax, string source, IReadOnlyList<string> notes)
    {
        FileMetaInfo = meta;
        Dataset = dataset;
        TransferSyntax = syntax;
        Source = source;
        Notes = notes;
    }

    /// <summary>A file to be written, in explicit VR little endian.</summary>
    internal DicomFile(DicomDataset dataset)
        : this(new(), dataset, DicomTransferSyntax.ExplicitVRLittleEndian, dataset.Source, [])
    {
    }

    internal DicomDataset FileMetaInfo { get; }

    internal DicomDataset Dataset { get; }

    internal DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Path, for messages and for the child process that decodes what we do not.</summary>
    internal string Source { get; }

    /// <summary>What was odd but could be read.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>True where pixel data are there (also after a read of the header alone).</summary>
    internal bool HasPixelData { get; private init; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path.</param>
    /// <param name="headerOnly">Whether to leave out pixel data and all that follows them.</param>
    /// <exception cref="InvalidInputException">Absent, not DICOM, or damaged.</exception>
    internal static DicomFile Open(string path, bool headerOnly = false)
    {
        long length = InputFile.Length(path);
        byte[] bytes = length <= Array.MaxLength
            ? InputFile.Guard(path, () => File.ReadAllBytes(path))
            : throw InputError.Of(path, "size", $"{length} bytes", $"at most {Array.MaxLength} bytes", "export the images as one file each");
        return Parse(bytes, path, headerOnly);
    }

    /// <summary>Parses the bytes of a file.</summary>
    internal static DicomFile Parse(byte[] bytes, string source, bool headerOnly = false)
    {
        int start = StartOfData(bytes);
        if (start < 0)
        {
            throw new InvalidInputException($"{source}: this is no DICOM file: neither the mark DICM at byte 128 nor an element at the start");
        }

        var notes = new List<string>();
        (DicomDataset meta, int position) = new DicomReader(bytes, source, notes).ReadFileMeta(start);
        DicomTransferSyntax syntax;
        if (meta.TryGetSingleValue(DicomTag.TransferSyntaxUID, out string? uid))
        {
            syntax = DicomTransferSyntax.Lookup(uid);
        }
        else
        {
            syntax = GuessSyntax(bytes.AsSpan(position), source);
            notes.Add($"the file names no transfer syntax; {syntax} fits its first element");
        }

        ReadOnlyMemory<byte> data = bytes;
        if (syntax.IsDeflated)
        {
            data = Inflate(bytes.AsMemory(position), MaxInflatedBytes, source);
            position = 0;
        }

        var reader = new DicomReader(data, source, notes) { HeaderOnly = headerOnly };
        DicomDataset dataset = reader.ReadDataset(position, syntax.IsExplicitVR, syntax.IsBigEndian);
        bool hasPixels = reader.StoppedAtPixelData || dataset.Contains(DicomTag.PixelData) ||
            dataset.Contains(DicomTag.FloatPixelData) || dataset.Contains(DicomTag.DoubleFloatPixelData);
        return new(meta, dataset, syntax, source, notes) { HasPixelData = hasPixels };
    }

    /// <summary>True where the first bytes are those of a DICOM file.</summary>
    internal static bool HasValidHeader(string path)
    {
        try
        {
            if (!InputFolder.IsReadable(path))
            {
                return false;
            }

            using FileStream stream = File.OpenRead(path);
            byte[] head = new byte[PreambleBytes + 4];
            int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return StartOfData(head.AsSpan(0, count)) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes the file: explicit VR little endian, with file meta information of this program.</summary>
    internal void Save(string path)
    {
        using FileStream stream = File.Create(path);
        DicomWriter.Write(this, stream);
    }

    /// <summary>Inflates a deflated stream that may hold at most a given number of bytes. It is gone through twice, so that memory is taken once and only for what is there.</summary>
    internal static byte[] Inflate(ReadOnlyMemory<byte> deflated, int maxBytes, string source)
    {
        byte[] packed = deflated.ToArray();
        try
        {
            byte[] result = new byte[InflatedBytes(packed, maxBytes, source)];
            using var stream = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            stream.ReadExactly(result);
            return result;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidInputException($"{source}: the deflated data are damaged: {e.Message}", e);
        }
    }

    private static int InflatedBytes(byte[] packed, int maxBytes, string source)
    {
        using var stream = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] buffer = new byte[1 << 16];
        int total = 0;
        for (int count; (count = stream.Read(buffer)) > 0; total += count)
        {
            if (total > maxBytes - count)
            {
                throw new InvalidInputException($"{source}: the deflated data grow beyond {maxBytes} bytes; the file is damaged or not meant to be read");
            }
        }

        return total;
    }

    private static int StartOfData(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= PreambleBytes + 4 && bytes.Slice(PreambleBytes, 4).SequenceEqual("DICM"u8))
        {
            return PreambleBytes + 4;
        }

        // Without preamble: file meta (group 2) or a dataset that begins with group 8, element below 0x20, in either order of bytes.
        bool little = bytes.Length >= 8 && bytes[0] is 0x02 or 0x08 && bytes[1] == 0 && bytes[2] < 0x20 && bytes[3] == 0;
        bool big = bytes.Length >= 8 && bytes[0] == 0 && bytes[1] == 0x08 && bytes[2] == 0 && bytes[3] < 0x20;
        return little || big ? 0 : -1;
    }

    private static DicomTransferSyntax GuessSyntax(ReadOnlySpan<byte> bytes, string source)
    {
        if (bytes.Length < 8)
        {
            throw new InvalidInputException($"{source}: the file ends before its dataset begins");
        }

        bool isExplicit = DicomVRTraits.TryParse(bytes[4], bytes[5], out _);
        return bytes[0] == 0 ? DicomTransferSyntax.ExplicitVRBigEndian
            : isExplicit ? DicomTransferSyntax.ExplicitVRLittleEndian
            : DicomTransferSyntax.ImplicitVRLittleEndian;
    }
}
