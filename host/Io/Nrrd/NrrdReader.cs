namespace VoxelDose.Host.Io.Nrrd;

/// <summary>
/// Reads NRRD headers, attached and detached (format: https://teem.sourceforge.net/nrrd/format.html). Encodings raw, gzip and
/// text; bzip2, hex and lists of slice files are refused by name.
/// </summary>
internal static class NrrdReader
{
    private static readonly Dictionary<string, ScalarType> Types = MakeTypes();

    internal static ImageHeader Read(string path)
    {
        NrrdFields fields = NrrdFields.Read(path);
        var notes = new List<string>();
        (Engine.Volumes.VoxelGrid grid, int layers) = NrrdGeometry.Read(fields, notes);
        string typeName = fields.Need("type");
        if (!Types.TryGetValue(typeName, out ScalarType type))
        {
            throw InputError.Of(path, "type", typeName, "a scalar type: int8 to uint64, float or double");
        }

        PayloadEncoding encoding = Encoding(fields);
        (string dataPath, long offset) = DataPlace(fields);
        offset = PassLines(fields, dataPath, offset);
        bool bigEndian = encoding != PayloadEncoding.Text && ScalarDecoder.SizeOf(type) > 1 && IsBigEndian(fields);
        var payload = new VoxelPayload(dataPath, encoding, offset, 0, type, bigEndian, grid.Size, layers);
        return new(path, "NRRD", grid, PassBytes(fields, payload))
        {
            Unit = fields.Find("sample units", "sampleunits") is { } unit && unit.Trim('"', ' ') is { Length: > 0 } text ? text : null,
            Metadata = fields.Keys,
            Notes = notes,
        };
    }

    private static PayloadEncoding Encoding(NrrdFields fields)
    {
        string encoding = fields.Need("encoding");
        return encoding.ToLowerInvariant() switch
        {
            "raw" => PayloadEncoding.Raw,
            "gzip" or "gz" => PayloadEncoding.Gzip,
            "txt" or "text" or "ascii" => PayloadEncoding.Text,
            _ => throw InputError.Of(
                fields.FilePath, "encoding", encoding, "raw, gzip or text", "save the file again with gzip ('unu save -e gzip', or Slicer's default)"),
        };
    }

    private static (string Path, long Offset) DataPlace(NrrdFields fields)
    {
        if (fields.Find("data file", "datafile") is not { } name)
        {
            return fields.EndsWithBlankLine
                ? (fields.FilePath, fields.HeaderBytes)
                : throw InputError.Of(fields.FilePath, "the header ends without a blank line and names no 'data file': the file is truncated");
        }

        return name.StartsWith("LIST", StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal)
            ? throw InputError.Of(fields.FilePath, "data file", name, "one file", "join the slices into one file ('unu save')")
            : (DetachedData.Resolve(fields.FilePath, "data file", name), 0);
    }

    private static long PassLines(NrrdFields fields, string dataPath, long offset)
    {
        int lines = fields.Find("line skip", "lineskip") is { } text ? fields.Int("line skip", text, 0, 1 << 20) : 0;
        if (lines == 0)
        {
            return offset;
        }

        using FileStream stream = InputFile.Open(dataPath);
        stream.Position = offset;
        var reader = new HeaderLines(dataPath, stream);
        for (int i = 0; i < lines; i++)
        {
            if (InputFile.Guard(dataPath, reader.Next) is null)
            {
                throw InputError.Of(fields.FilePath, "line skip", lines, $"at most the {i} lines that the data file has");
            }
        }

        return offset + reader.Position;
    }

    private static VoxelPayload PassBytes(NrrdFields fields, VoxelPayload payload)
    {
        int bytes = fields.Find("byte skip", "byteskip") is { } text ? fields.Int("byte skip", text, -1, int.MaxValue) : 0;
        if (bytes >= 0)
        {
            return payload.Encoding == PayloadEncoding.Gzip ? payload with { SkipDecoded = bytes } : payload with { Offset = payload.Offset + bytes };
        }

        if (payload.Encoding != PayloadEncoding.Raw)
        {
            throw InputError.Of(fields.FilePath, "byte skip", bytes, "a number from 0, unless the encoding is raw");
        }

        Int128 offset = InputFile.Length(payload.Path) - payload.ByteCount;
        return offset >= payload.Offset ? payload with { Offset = (long)offset } : payload;
    }

    private static bool IsBigEndian(NrrdFields fields)
    {
        string endian = fields.Find("endian") ?? throw InputError.Of(fields.FilePath, "endian", null, "little or big, which this type needs");
        return endian.ToLowerInvariant() switch
        {
            "little" => false,
            "big" => true,
            _ => throw InputError.Of(fields.FilePath, "endian", endian, "little or big"),
        };
    }

    private static Dictionary<string, ScalarType> MakeTypes()
    {
        var types = new Dictionary<string, ScalarType>(StringComparer.OrdinalIgnoreCase);
        void Add(ScalarType type, params string[] names)
        {
            foreach (string name in names)
            {
                types.Add(name, type);
            }
        }

        Add(ScalarType.Int8, "signed char", "int8", "int8_t");
        Add(ScalarType.UInt8, "uchar", "unsigned char", "uint8", "uint8_t");
        Add(ScalarType.Int16, "short", "short int", "signed short", "signed short int", "int16", "int16_t");
        Add(ScalarType.UInt16, "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t");
        Add(ScalarType.Int32, "int", "signed int", "int32", "int32_t");
        Add(ScalarType.UInt32, "uint", "unsigned int", "uint32", "uint32_t");
        Add(ScalarType.Int64, "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t");
        Add(ScalarType.UInt64, "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t");
        Add(ScalarType.Float32, "float");
        Add(ScalarType.Float64, "double");
        return types;
    }
}
