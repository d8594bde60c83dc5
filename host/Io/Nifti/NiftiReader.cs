using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Nifti;

/// <summary>Reads the header of single-file NIfTI-1 and -2 images, plain or gzip-compressed.</summary>
internal static class NiftiReader
{
    /// <summary>Header extensions are text; more than this is no header.</summary>
    private const int MaxHeaderBytes = 16 << 20;

    private const string OurDescription = "VoxelDose; unit=";

    /// <summary>True where the (decompressed) file begins as a NIfTI does.</summary>
    internal static bool Is(string path, ReadOnlySpan<byte> head)
    {
        if (!IsGzip(head))
        {
            return NiftiHeader.Recognise(head) is not null;
        }

        using Stream stream = OpenDecoded(path, gzip: true);
        return InputFile.Guard(path, () =>
        {
            byte[] start = new byte[sizeof(int)];
            int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return NiftiHeader.Recognise(start.AsSpan(0, read)) is not null;
        });
    }

    internal static ImageHeader Read(string path)
    {
        bool gzip = IsGzip(InputFile.Head(path, 2));
        using Stream stream = OpenDecoded(path, gzip);
        return InputFile.Guard(path, () =>
        {
            byte[] bytes = Take(path, stream, NiftiHeader.Bytes1);
            (int version, bool bigEndian) = NiftiHeader.Recognise(bytes) ?? throw InputError.Of(path, "the header is not that of a NIfTI image");
            if (version == 2)
            {
                bytes = [.. bytes, .. Take(path, stream, NiftiHeader.Bytes2 - NiftiHeader.Bytes1)];
            }

            var header = NiftiHeader.Parse(bytes, version, bigEndian);
            int offset = DataOffset(path, header, bytes.Length);
            byte[] extensions = Take(path, stream, offset - bytes.Length);
            var notes = new List<string>();
            Size3 size = Size(path, header);
            VoxelGrid grid = NiftiGeometry.Grid(path, header, size, notes);
            (double slope, double intercept) = Scaling(path, header);
            var payload = new VoxelPayload(
                path, gzip ? PayloadEncoding.Gzip : PayloadEncoding.Raw, gzip ? 0 : offset, gzip ? offset : 0, Type(path, header), bigEndian, size, 1, slope, intercept);
            return new ImageHeader(path, $"NIfTI-{version}", grid, payload)
            {
                Unit = Unit(header.Description),
                Metadata = new Dictionary<string, string> { ["descrip"] = header.Description, ["intent_name"] = header.IntentName },
                Notes = notes,
                LabelNames = NiftiLabelTable.Find(path, Extensions(extensions, bigEndian)),
            };
        });
    }

    /// <summary>The text that carries the unit in files of ours.</summary>
    internal static string Describe(string unit) => OurDescription + unit;

    private static string? Unit(string description) =>
        description.StartsWith(OurDescription, StringComparison.Ordinal) && description.Length > OurDescription.Length ? description[OurDescription.Length..] : null;

    private static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1f, 0x8b, ..];

    private static Stream OpenDecoded(string path, bool gzip)
    {
        FileStream file = InputFile.Open(path);
        return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static byte[] Take(string path, Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        int read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw InputError.Of(path, "the file ends within its NIfTI header: it is truncated");
    }

    private static int DataOffset(string path, NiftiHeader header, int headerBytes)
    {
        if (header.Magic != $"n+{header.Version}")
        {
            throw InputError.Of(path, "magic", header.Magic, $"n+{header.Version}, a single-file NIfTI", "convert pairs of .hdr and .img, and ANALYZE images, to .nii");
        }

        // Four bytes after the header say whether extensions follow.
        int least = headerBytes + 4;
        return header.VoxOffset >= least && header.VoxOffset <= MaxHeaderBytes && header.VoxOffset == Math.Floor(header.VoxOffset)
            ? (int)header.VoxOffset
            : throw InputError.Of(path, "vox_offset", header.VoxOffset, $"a whole number from {least} to {MaxHeaderBytes}");
    }

    private static Size3 Size(string path, NiftiHeader header)
    {
        long[] dim = header.Dim;
        if (dim[0] is < 1 or > 7)
        {
            throw InputError.Of(path, "dim[0]", dim[0], "the number of axes, 3");
        }

        string shape = string.Join('x', dim[1..((int)dim[0] + 1)]);
        if (dim[0] < 3)
        {
            throw InputError.Of(path, "dim", shape, "three axes", "save the image as a 3-D volume");
        }

        for (int axis = 4; axis <= dim[0]; axis++)
        {
            if (dim[axis] != 1)
            {
                throw InputError.Of(path, "dim", shape, "three axes", "a 4-D image holds several frames: save the one that is meant as a 3-D image (nibabel: img.slicer[..., 0])");
            }
        }

        for (int axis = 1; axis <= 3; axis++)
        {
            if (dim[axis] is < 1 or > int.MaxValue)
            {
                throw InputError.Of(path, $"dim[{axis}]", dim[axis], "a size from 1");
            }
        }

        return new((int)dim[1], (int)dim[2], (int)dim[3]);
    }

    private static ScalarType Type(string path, NiftiHeader header)
    {
        ScalarType type = header.DataType switch
        {
            2 => ScalarType.UInt8,
            4 => ScalarType.Int16,
            8 => ScalarType.Int32,
            16 => ScalarType.Float32,
            64 => ScalarType.Float64,
            256 => ScalarType.Int8,
            512 => ScalarType.UInt16,
            768 => ScalarType.UInt32,
            1024 => ScalarType.Int64,
            1280 => ScalarType.UInt64,
            1 or 32 or 128 or 1536 or 1792 or 2048 or 2304 => throw InputError.Of(
                path, "datatype", header.DataType, "a whole number or a float of up to 64 bits", "bits, colours, complex and 128-bit numbers are not read"),
            _ => throw InputError.Of(path, "datatype", header.DataType, "a NIfTI type code"),
        };
        int bits = ScalarDecoder.SizeOf(type) * 8;
        return header.BitsPerVoxel == bits ? type : throw InputError.Of(path, "bitpix", header.BitsPerVoxel, $"{bits}, as the datatype has");
    }

    /// <summary>Slope 0 means unscaled; nibabel writes NaN for the same.</summary>
    private static (double Slope, double Intercept) Scaling(string path, NiftiHeader header)
    {
        if (header.Slope == 0 || double.IsNaN(header.Slope))
        {
            return (1, 0);
        }

        double intercept = double.IsNaN(header.Intercept) ? 0 : header.Intercept;
        return double.IsFinite(header.Slope) && double.IsFinite(intercept)
            ? (header.Slope, intercept)
            : throw InputError.Of(path, "scl_slope and scl_inter", string.Create(CultureInfo.InvariantCulture, $"{header.Slope} {intercept}"), "finite numbers");
    }

    private static List<byte[]> Extensions(byte[] bytes, bool bigEndian)
    {
        var found = new List<byte[]>();
        const int FlagBytes = 4;
        const int HeadBytes = 8;
        if (bytes[0] == 0)
        {
            return found;
        }

        for (int at = FlagBytes; at + HeadBytes <= bytes.Length;)
        {
            int size = bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            if (size <= HeadBytes || size > bytes.Length - at)
            {
                break;
            }

            found.Add(bytes[(at + HeadBytes)..(at + size)]);
            at += size;
        }

        return found;
    }
}
