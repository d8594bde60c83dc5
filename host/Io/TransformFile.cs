using System.Globalization;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Io;

/// <summary>
/// Reads linear ITK transforms from text files (.tfm, .txt), as ITK, ANTs, elastix and Slicer export them. ITK works in LPS mm and its
/// transforms map points of the fixed (here: dose) frame to points of the moving (here: input) frame, which is what --transform means.
/// </summary>
internal static class TransformFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads the transform of a file; a composite of linear transforms is joined into one.</summary>
    /// <exception cref="Engine.Errors.InvalidInputException">The file is absent, not an ITK text transform, not linear or not invertible.</exception>
    internal static AffineTransform Read(string path)
    {
        RefuseOtherKinds(path);
        string text = InputFile.ReadText(path, MaxBytes);
        List<Entry> entries = Entries(path, text);
        bool composite = entries[0].Type == "CompositeTransform";
        if (composite)
        {
            entries.RemoveAt(0);
        }

        if (entries.Count == 0 || (entries.Count > 1 && !composite))
        {
            throw InputError.Of(path, "number of transforms", entries.Count, "one, or a CompositeTransform with its parts", "save the one that is meant");
        }

        // ITK applies the parts of a composite from the last to the first.
        AffineTransform whole = AffineTransform.Identity;
        foreach (Entry entry in Enumerable.Reverse(entries))
        {
            whole = ItkTransform.Make(path, entry.Type, entry.Parameters, entry.Fixed).After(whole);
        }

        const double SmallestDeterminant = 1e-6;
        return Math.Abs(whole.Matrix.Determinant) > SmallestDeterminant
            ? whole
            : throw InputError.Of(path, "the determinant of the transform", whole.Matrix.Determinant, "a number other than 0; this transform cannot be inverted");
    }

    private static void RefuseOtherKinds(string path)
    {
        byte[] head = InputFile.Head(path, 8);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (head is [0x89, (byte)'H', (byte)'D', (byte)'F', ..] || extension is ".h5" or ".hdf5")
        {
            throw InputError.Of(
                path,
                "this is an HDF5 transform, which is not read; save it as .tfm: in Slicer choose 'Text (.tfm)' on saving, " +
                "in Python sitk.WriteTransform(sitk.ReadTransform('in.h5'), 'out.tfm')");
        }

        if (DicomFile.HasValidHeader(path))
        {
            throw InputError.Of(path, "this is DICOM; registration objects are read by the verb dose, where frames of reference are known; give an ITK transform here");
        }

        if (extension == ".mat")
        {
            throw InputError.Of(path, "this is a binary transform of ANTs; convert it: ConvertTransformFile 3 in.mat out.txt");
        }
    }

    private static List<Entry> Entries(string path, string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !lines[0].StartsWith("#Insight Transform File V1.0", StringComparison.Ordinal))
        {
            throw InputError.Of(path, "the first line", lines.FirstOrDefault(), "#Insight Transform File V1.0");
        }

        var entries = new List<Entry>();
        foreach (string line in lines.Where(line => !line.StartsWith('#')))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? line : line[..colon];
            string value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            if (key == "Transform")
            {
                entries.Add(new(ItkTransform.TypeName(path, value)));
            }
            else if (key is "Parameters" or "FixedParameters" && entries.Count > 0)
            {
                entries[^1].Set(path, key, value);
            }
            else
            {
                throw InputError.Of(path, "a line", line, "Transform:, Parameters: or FixedParameters:");
            }
        }

        return entries.Count > 0 ? entries : throw InputError.Of(path, "there is no transform in the file");
    }

    private sealed class Entry(string type)
    {
        internal string Type { get; } = type;

        internal double[] Parameters { get; private set; } = [];

        internal double[] Fixed { get; private set; } = [];

        internal void Set(string path, string key, string value)
        {
            double[] numbers = [.. value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word =>
                double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                    ? number
                    : throw InputError.Of(path, key, word, "finite numbers"))];
            if (key == "Parameters")
            {
                Parameters = numbers;
            }
            else
            {
                Fixed = numbers;
            }
        }
    }
}
