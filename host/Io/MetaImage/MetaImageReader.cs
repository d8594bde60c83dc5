using System.Globalization;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.MetaImage;

/// <summary>
/// Reads MetaImage headers (.mha, .mhd) as ITK writes them: coordinates in LPS mm, TransformMatrix lists the direction of the
/// first axis, then of the second, then of the third.
/// </summary>
internal static class MetaImageReader
{
    /// <summary>Direction cosines are printed with few digits; what is further from length 1 than this is no direction.</summary>
    private const double UnitLengthTolerance = 1e-3;

    internal static ImageHeader Read(string path)
    {
        var fields = MetaImageFields.Read(path);
        RefuseOtherObjects(fields);
        Size3 size = Size(fields);
        var notes = new List<string>();
        VoxelGrid grid = Grid(fields, size, notes);
        return new(path, "MetaImage", grid, Payload(fields, size))
        {
            Unit = fields.Find("Unit"),
            Metadata = fields.All,
            Notes = notes,
        };
    }

    private static void RefuseOtherObjects(MetaImageFields fields)
    {
        if (fields.Find("ObjectType") is { } type && !type.Equals("Image", StringComparison.OrdinalIgnoreCase))
        {
            throw InputError.Of(fields.FilePath, "ObjectType", type, "Image");
        }

        if (fields.Whole("ElementNumberOfChannels", 1) is var channels and not 1)
        {
            throw InputError.Of(fields.FilePath, "ElementNumberOfChannels", channels, "1", "save the channel that is meant as a scalar image");
        }

        double slope = fields.Numbers(1, "ElementToIntensityFunctionSlope")?[0] ?? 1;
        double offset = fields.Numbers(1, "ElementToIntensityFunctionOffset")?[0] ?? 0;
        if (slope != 1 || offset != 0)
        {
            throw InputError.Of(
                fields.FilePath, "ElementToIntensityFunction", $"{slope} {offset}", "1 and 0, since programs disagree whether to apply it", "save the image with the scaling applied");
        }
    }

    private static Size3 Size(MetaImageFields fields)
    {
        string dims = fields.Need("NDims");
        string sizes = fields.Need("DimSize");
        if (dims != "3")
        {
            string hint = dims == "4" ? "a 4-D image holds several frames: save the one that is meant as a 3-D image" : "save the image as a 3-D volume";
            throw InputError.Of(fields.FilePath, "NDims", dims, "3", hint);
        }

        int[] size = [.. sizes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
                ? value
                : throw InputError.Of(fields.FilePath, "DimSize", sizes, "three whole numbers from 1"))];
        return size.Length == 3 ? new(size[0], size[1], size[2]) : throw InputError.Of(fields.FilePath, "DimSize", sizes, "three whole numbers from 1");
    }

    private static VoxelGrid Grid(MetaImageFields fields, Size3 size, List<string> notes)
    {
        double[] spacing = fields.Numbers(3, "ElementSpacing", "ElementSize") ?? throw InputError.Of(fields.FilePath, "ElementSpacing", null, "the voxel size in mm");
        if (spacing.Any(s => s <= 0))
        {
            throw InputError.Of(fields.FilePath, "ElementSpacing", string.Join(' ', spacing), "numbers above 0");
        }

        double[]? origin = fields.Numbers(3, "Offset", "Position", "Origin");
        double[]? matrix = fields.Numbers(9, "TransformMatrix", "Orientation", "Rotation");
        if (origin is null || matrix is null)
        {
            string missing = origin is null && matrix is null ? "Offset and TransformMatrix" : origin is null ? "Offset" : "TransformMatrix";
            notes.Add($"{fields.FilePath}: the header has no {missing}; taken as {(origin is null ? "0 mm" : "")}{(origin is null && matrix is null ? " and " : "")}{(matrix is null ? "axes along L, P, S" : "")}");
        }

        origin ??= [0, 0, 0];
        matrix ??= [1, 0, 0, 0, 1, 0, 0, 0, 1];
        Vec3 Axis(int i)
        {
            var direction = new Vec3(matrix[3 * i], matrix[(3 * i) + 1], matrix[(3 * i) + 2]);
            return Math.Abs(direction.Length - 1) < UnitLengthTolerance
                ? (spacing[i] / direction.Length) * direction
                : throw InputError.Of(fields.FilePath, "TransformMatrix", string.Join(' ', matrix), "three directions of length 1");
        }

        return ImageHeader.MakeGrid(fields.FilePath, size, new(new(Axis(0), Axis(1), Axis(2)), new(origin[0], origin[1], origin[2])));
    }

    private static VoxelPayload Payload(MetaImageFields fields, Size3 size)
    {
        ScalarType type = Type(fields);
        bool binary = fields.Flag(true, "BinaryData");
        bool compressed = fields.Flag(false, "CompressedData");
        bool bigEndian = fields.Flag(false, "BinaryDataByteOrderMSB", "ElementByteOrderMSB");
        if (compressed && !binary)
        {
            throw InputError.Of(fields.FilePath, "CompressedData", "True", "False where BinaryData is False");
        }

        (string path, long offset) = DataPlace(fields);
        PayloadEncoding encoding = !binary ? PayloadEncoding.Text : compressed ? PayloadEncoding.Zlib : PayloadEncoding.Raw;
        var payload = new VoxelPayload(path, encoding, offset, 0, type, bigEndian, size);
        long fileBytes = InputFile.Length(path);
        long skip = fields.Whole("HeaderSize", 0);
        if (skip != 0)
        {
            // -1 means: the data are the last bytes of the file.
            Int128 start = skip == -1 ? fileBytes - payload.ByteCount : offset + (Int128)skip;
            bool usable = skip >= -1 && encoding == PayloadEncoding.Raw && start >= offset && start < fileBytes;
            payload = usable ? payload with { Offset = (long)start } : throw InputError.Of(fields.FilePath, "HeaderSize", skip, "-1 or a number of bytes before raw data that the file has");
        }

        long stored = fields.Whole("CompressedDataSize", 0);
        return !compressed || stored == 0 || stored == fileBytes - offset
            ? payload
            : throw InputError.Of(fields.FilePath, "CompressedDataSize", stored, $"{fileBytes - offset}, the bytes that are there; the file is truncated or its header wrong");
    }

    private static (string Path, long Offset) DataPlace(MetaImageFields fields)
    {
        string name = fields.Need("ElementDataFile");
        if (name.Equals("LOCAL", StringComparison.OrdinalIgnoreCase))
        {
            return (fields.FilePath, fields.HeaderBytes);
        }

        return name.StartsWith("LIST", StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal)
            ? throw InputError.Of(fields.FilePath, "ElementDataFile", name, "LOCAL or one file", "join the slices into one file")
            : (DetachedData.Resolve(fields.FilePath, "ElementDataFile", name), 0);
    }

    private static ScalarType Type(MetaImageFields fields)
    {
        string type = fields.Need("ElementType");
        return type.ToUpperInvariant() switch
        {
            "MET_CHAR" => ScalarType.Int8,
            "MET_UCHAR" => ScalarType.UInt8,
            "MET_SHORT" => ScalarType.Int16,
            "MET_USHORT" => ScalarType.UInt16,
            "MET_INT" => ScalarType.Int32,
            "MET_UINT" => ScalarType.UInt32,
            "MET_LONG_LONG" => ScalarType.Int64,
            "MET_ULONG_LONG" => ScalarType.UInt64,
            "MET_FLOAT" => ScalarType.Float32,
            "MET_DOUBLE" => ScalarType.Float64,
            "MET_LONG" or "MET_ULONG" => throw InputError.Of(
                fields.FilePath, "ElementType", type, "a type whose size is fixed", "MET_LONG has 4 or 8 bytes, depending on who wrote it: save as MET_INT or MET_LONG_LONG"),
            _ => throw InputError.Of(fields.FilePath, "ElementType", type, "a scalar type, MET_CHAR to MET_DOUBLE"),
        };
    }
}
