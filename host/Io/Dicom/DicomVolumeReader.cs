using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Reads one series as a volume.</summary>
internal static class DicomVolumeReader
{
    private static readonly string[] Volumes = ["PT", "NM", "CT", "MR", "OT", "RTDOSE"];

    /// <summary>Reads the volume of a folder, of a multi-frame file, or of the series that a file of a folder belongs to.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="modalities">Modalities asked for, e.g. PT and NM; null takes any image.</param>
    /// <exception cref="InvalidInputException">None or several series fit, or the series makes no volume; the message names the slice or lists the series.</exception>
    internal static DicomVolume Read(string path, IReadOnlyCollection<string>? modalities = null)
    {
        DicomSeries series = Choose(path, modalities);
        var frames = new List<DicomFrame>();
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in series.Paths)
        {
            DicomFile header = DicomFile.Open(file, headerOnly: true);
            if (!header.HasPixelData)
            {
                throw new InvalidInputException($"{file}: the file belongs to series {series.Uid} and holds no pixel data");
            }

            if (header.Dataset.TryGetText(DicomTag.SOPClassUID) == DicomUID.SegmentationStorage.UID)
            {
                throw new InvalidInputException($"{file}: this is a segmentation, not an image; give it with --structures");
            }

            frames.AddRange(DicomFrameReader.Read(header, file));
            notes.UnionWith(header.Notes);
        }

        RequireOne(frames, DicomTag.FrameOfReferenceUID);
        RequireOne(frames, DicomTag.PatientID);
        DicomSliceStack stack = DicomSliceStack.Build(frames, path);
        var volume = new Volume(stack.Grid, ReadValues(stack, path));
        DicomDataset first = stack.Frames[0].Header;
        return new(
            volume, DicomFactsReader.Read(stack.Frames, path), first.TryGetText(DicomTag.FrameOfReferenceUID), first, series.Paths, [.. notes])
        {
            Instances = [.. stack.Frames.DistinctBy(frame => frame.Path).Select(frame => frame.Header)
                .Where(header => header.TryGetText(DicomTag.SOPClassUID) is not null && header.TryGetText(DicomTag.SOPInstanceUID) is not null)
                .Select(header => (header.GetSingleValue<string>(DicomTag.SOPClassUID), header.GetSingleValue<string>(DicomTag.SOPInstanceUID)))],
        };
    }

    private static DicomSeries Choose(string path, IReadOnlyCollection<string>? modalities)
    {
        IReadOnlyList<DicomSeries> all = DicomSeriesFinder.Find(path);
        DicomSeries[] fitting = [.. all.Where(series => modalities is null ? Volumes.Contains(series.Modality) : modalities.Contains(series.Modality))];
        if (fitting.Length == 0 && !Directory.Exists(path) && modalities is null)
        {
            return all[0]; // a file that was named is taken for what it is; what it lacks is told when it is read
        }

        string list = string.Concat(all.Select(series => $"\n  {series}"));
        return fitting.Length switch
        {
            1 => fitting[0],
            0 => throw new InvalidInputException($"{path}: no series of modality {string.Join(" or ", modalities ?? Volumes)} is here; found:{list}"),
            _ => throw new InvalidInputException(
                $"{path}: found {fitting.Length} series, expected one; name one file of the series that is meant instead of the folder:{list}"),
        };
    }

    private static void RequireOne(List<DicomFrame> frames, DicomTag tag)
    {
        string?[] values = [.. frames.Select(frame => frame.Header.TryGetText(tag)).Distinct()];
        if (values.Length > 1)
        {
            DicomFrame other = frames.First(frame => frame.Header.TryGetText(tag) != values[0]);
            throw new InvalidInputException($"{other.Path}: {tag} is not the same as in {frames[0].Label}; the slices of a volume must share it");
        }
    }

    private static float[] ReadValues(DicomSliceStack stack, string source)
    {
        long count = stack.Grid.Size.Count;
        if (count > Array.MaxLength)
        {
            throw new InvalidInputException($"{source}: {stack.Grid.Size} voxels are more than this program handles ({Array.MaxLength})");
        }

        int slice = stack.Grid.Size.X * stack.Grid.Size.Y;
        float[]? values = null; // made when the first pixels are known to be there: a header alone must not cost memory
        foreach (IGrouping<string, (DicomFrame Frame, int Z)> file in stack.Frames.Select((frame, z) => (frame, z)).GroupBy(pair => pair.frame.Path))
        {
            DicomPixelData pixels = DicomPixelData.Create(DicomFile.Open(file.Key));
            foreach ((DicomFrame frame, int z) in file)
            {
                if (pixels.Columns != frame.Columns || pixels.Rows != frame.Rows || frame.Index >= pixels.NumberOfFrames)
                {
                    throw new InvalidInputException(
                        $"{file.Key}: the pixel data hold {pixels.NumberOfFrames} frame(s) of {pixels.Columns}x{pixels.Rows}, expected {frame.Label} of {frame.Columns}x{frame.Rows}");
                }

                values ??= new float[count];
                pixels.ReadFrame(frame.Index, frame.Slope, frame.Intercept, values.AsSpan(z * slice, slice));
            }
        }

        return values!;
    }
}
