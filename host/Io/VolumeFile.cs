using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Io.MetaImage;
using VoxelDose.Host.Io.Nifti;
using VoxelDose.Host.Io.Nrrd;

namespace VoxelDose.Host.Io;

/// <summary>Reads and writes scalar volumes.</summary>
internal static class VolumeFile
{
    /// <summary>What files of ours say about their maker.</summary>
    internal const string WriterName = "Written by VoxelDose; research use only";

    /// <summary>Reads a 3-D scalar image; the format is told by the content. DICOM may be a file or a folder.</summary>
    /// <param name="path">File or folder.</param>
    /// <param name="modalities">DICOM modalities to choose from where a folder holds several series; null takes any image.</param>
    /// <exception cref="InvalidInputException">The file is absent, damaged, not supported, or holds values that are not finite.</exception>
    internal static LoadedVolume Read(string path, IReadOnlyCollection<string>? modalities = null)
    {
        if (Directory.Exists(path) || DicomSeriesFinder.IsDicom(path))
        {
            DicomVolume dicom = DicomVolumeReader.Read(path, modalities);
            return new(dicom.Volume, dicom.Facts.Units, new Dictionary<string, string>()) { Notes = dicom.Notes, Dicom = dicom };
        }

        ImageHeader header = ImageFile.ReadHeader(path);
        if (header.Payload.Layers > 1)
        {
            throw InputError.Of(path, "values a voxel", header.Payload.Layers, "one", "a 4-D or colour image holds several volumes: save the one that is meant as a 3-D image");
        }

        PayloadReader.Verify(header.Payload);
        float[] values = new float[header.Grid.Size.Count];
        PayloadReader.Read(header.Payload, (first, block) => CopyOthers(block, values.AsSpan((int)first)));
        return new(new(header.Grid, values), header.Unit, header.Metadata) { Notes = header.Notes };
    }

    /// <summary>Copies what is not zero, into zeros.</summary>
    private static void CopyOthers(ReadOnlySpan<float> values, Span<float> zeros)
    {
        (int start, int length) = ZeroStretches.NextOther(values, 0);
        while (length > 0)
        {
            values.Slice(start, length).CopyTo(zeros[start..]);
            (start, length) = ZeroStretches.NextOther(values, start + length);
        }
    }

    /// <summary>Extensions that a volume can be written with.</summary>
    internal static IReadOnlyList<string> Extensions { get; } = [".nrrd", ".nii", ".nii.gz", ".mha", ".mhd"];

    /// <summary>Writes a volume as float32, little-endian, with its geometry; the format follows from the extension.</summary>
    /// <param name="path">File to write; ends in .nrrd, .nii, .nii.gz, .mha or .mhd.</param>
    /// <param name="volume">Values and grid.</param>
    /// <param name="name">What the values are, one line of plain text.</param>
    /// <param name="unit">Their unit, one word of plain text.</param>
    internal static void Write(string path, Volume volume, string name, string unit)
    {
        if ((name + unit).Any(c => char.IsControl(c) || c is '"' or ';' or '=' or > '~'))
        {
            throw new ArgumentException($"name '{name}' and unit '{unit}' go into one-line headers: plain ASCII without quotes, semicolons and equal signs");
        }

        string lower = path.ToLowerInvariant();
        Action<string, Volume, string, string> writer =
            lower.EndsWith(".nrrd", StringComparison.Ordinal) ? NrrdWriter.Write
            : lower.EndsWith(".nii", StringComparison.Ordinal) || lower.EndsWith(".nii.gz", StringComparison.Ordinal) ? NiftiWriter.Write
            : lower.EndsWith(".mha", StringComparison.Ordinal) || lower.EndsWith(".mhd", StringComparison.Ordinal) ? MetaImageWriter.Write
            : throw new InvalidInputException($"{path}: the extension says no known format; expected .nrrd, .nii, .nii.gz, .mha or .mhd");
        writer(path, volume, name, unit);
    }

    /// <summary>Writes values in little-endian order whatever the machine's own.</summary>
    internal static void WriteLittleEndian(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // Blocks keep the byte count of each call within an int.
            for (ReadOnlySpan<float> rest = values; rest.Length > 0; rest = rest[Math.Min(rest.Length, PayloadReader.BlockValues)..])
            {
                stream.Write(MemoryMarshal.AsBytes(rest[..Math.Min(rest.Length, PayloadReader.BlockValues)]));
            }

            return;
        }

        Span<byte> word = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(word, value);
            stream.Write(word);
        }
    }
}
