using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Reads a segmentation: binary or fractional segments, which may overlap; planes without a frame of a segment are empty of it.</summary>
internal static class SegReader
{
    internal static DicomStructures Read(DicomFile file)
    {
        DicomDataset dataset = file.Dataset;
        string type = dataset.TryGetText(DicomTag.SegmentationType) ?? "";
        if (type is not ("BINARY" or "FRACTIONAL"))
        {
            throw dataset.Wrong(DicomTag.SegmentationType, $"'{type}'", "BINARY or FRACTIONAL");
        }

        var warnings = new List<Warning>();
        double full = type == "BINARY" ? 1 : dataset.GetSingleValue<double>(DicomTag.MaximumFractionalValue);
        if (!(full > 0))
        {
            throw dataset.Wrong(DicomTag.MaximumFractionalValue, $"{full}", "above 0");
        }

        if (type == "FRACTIONAL" && dataset.TryGetText(DicomTag.SegmentationFractionalType) == "PROBABILITY")
        {
            warnings.Add(new("segment-probability", $"{file.Source}: the segments hold probabilities; they are taken for the share of each voxel that is covered"));
        }

        IReadOnlyList<DicomFrame> frames = DicomFrameReader.Read(file, file.Source);
        ILookup<int, DicomFrame> bySegment = frames.ToLookup(frame => SegmentOf(frame));
        (VoxelGrid grid, Dictionary<DicomFrame, int> planes) = DicomSparseStack.Build(frames, file.Source);
        DicomPixelData pixels = DicomPixelData.Create(file);
        float[] plane = new float[grid.Size.X * grid.Size.Y];
        var structures = new List<Structure>();
        var numbers = new HashSet<int>();
        foreach (DicomDataset segment in dataset.GetItems(DicomTag.SegmentSequence))
        {
            int number = segment.GetSingleValue<int>(DicomTag.SegmentNumber);
            string name = segment.TryGetText(DicomTag.SegmentLabel) ?? $"Segment {number}";
            if (!numbers.Add(number))
            {
                throw segment.Wrong(DicomTag.SegmentNumber, $"{number} twice", "a number of its own for each segment");
            }

            var runs = new List<CoverageRun>();
            int lastPlane = -1;
            foreach (DicomFrame frame in bySegment[number].OrderBy(frame => planes[frame]))
            {
                if (planes[frame] == lastPlane)
                {
                    throw new InvalidInputException($"{file.Source}: segment {number} '{name}' has two frames at the place of {frame.Label}");
                }

                lastPlane = planes[frame];
                pixels.ReadFrame(frame.Index, 1 / full, 0, plane);
                AddRuns(runs, plane, checked(lastPlane * plane.Length), grid.Size.X, frame);
            }

            if (runs.Count == 0)
            {
                warnings.Add(new("structure-without-volume", $"{file.Source}: segment {number} '{name}' is empty; it is left out"));
                continue;
            }

            structures.Add(new(name, StructureRoles.FromName(name), CieLab.ReadColor(segment), grid, runs));
        }

        int stray = bySegment.FirstOrDefault(group => !numbers.Contains(group.Key))?.Key ?? 0;
        if (stray != 0)
        {
            throw dataset.Wrong(DicomTag.ReferencedSegmentNumber, $"{stray}", "a segment of SegmentSequence");
        }

        return new(structures, dataset.TryGetText(DicomTag.FrameOfReferenceUID), dataset, warnings);
    }

    private static int SegmentOf(DicomFrame frame)
    {
        DicomDataset item = frame.FunctionalGroups.Select(group => group.GetFirstItem(DicomTag.SegmentIdentificationSequence)).FirstOrDefault(found => found is not null)
            ?? throw frame.Header.Wrong(DicomTag.SegmentIdentificationSequence, $"nothing for {frame.Label}", "the segment that the frame belongs to");
        return item.GetSingleValue<int>(DicomTag.ReferencedSegmentNumber);
    }

    private static void AddRuns(List<CoverageRun> runs, float[] plane, int offset, int width, DicomFrame frame)
    {
        for (int start = 0; start < plane.Length;)
        {
            float value = plane[start];
            int rowEnd = ((start / width) + 1) * width;
            int end = start + 1;
            while (end < rowEnd && plane[end] == value)
            {
                end++;
            }

            if (!(value is >= 0 and <= 1))
            {
                throw new InvalidInputException($"{frame.Path}: {frame.Label} holds a fraction of {value}; expected 0 to 1 of MaximumFractionalValue");
            }

            if (value > 0)
            {
                runs.Add(new(offset + start, end - start, value));
            }

            start = end;
        }
    }
}
