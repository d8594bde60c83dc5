using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Writes structures that share a grid as a segmentation: binary where all voxels are wholly inside or outside, else fractional.</summary>
internal static class SegWriter
{
    private const int SeriesNumber = 9003;
    private const int MaximumFraction = 255;

    /// <summary>Makes the object; segment numbers are the structures' places in the list, from 1.</summary>
    /// <param name="structures">One at least, all on one grid.</param>
    /// <param name="export">What the run's objects share.</param>
    /// <param name="instance">Number of the object among those of the run.</param>
    internal static DicomFile Create(IReadOnlyList<Structure> structures, DicomExport export, int instance = 1)
    {
        bool isBinary = structures.All(structure => structure.Runs.All(run => run.Coverage == 1));
        DicomGridWriter grid = DicomGridWriter.Of(structures[0].Grid);
        Size3 size = grid.Grid.Size;
        DicomDataset dataset = export.Begin(DicomUID.SegmentationStorage, "SEG", SeriesNumber, "VoxelDose structures");
        export.AddFrameOfReference(dataset);
        export.AddTime(dataset, DicomTag.ContentDate, DicomTag.ContentTime);
        dataset.AddOrUpdate(DicomTag.InstanceNumber, instance);
        dataset.AddOrUpdate(DicomTag.ImageType, "DERIVED", "PRIMARY");
        dataset.AddOrUpdate(DicomTag.ContentLabel, "STRUCTURES");
        dataset.AddOrUpdate(DicomTag.ContentDescription, "");
        dataset.AddOrUpdate(DicomTag.ContentCreatorName, "");
        dataset.AddOrUpdate(DicomTag.SamplesPerPixel, 1);
        dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.AddOrUpdate(DicomTag.Rows, size.Y);
        dataset.AddOrUpdate(DicomTag.Columns, size.X);
        dataset.AddOrUpdate(DicomTag.BitsAllocated, isBinary ? 1 : 8);
        dataset.AddOrUpdate(DicomTag.BitsStored, isBinary ? 1 : 8);
        dataset.AddOrUpdate(DicomTag.HighBit, isBinary ? 0 : 7);
        dataset.AddOrUpdate(DicomTag.PixelRepresentation, 0);
        dataset.AddOrUpdate(DicomTag.LossyImageCompression, "00");
        dataset.AddOrUpdate(DicomTag.SegmentationType, isBinary ? "BINARY" : "FRACTIONAL");
        if (!isBinary)
        {
            dataset.AddOrUpdate(DicomTag.SegmentationFractionalType, "OCCUPANCY");
            dataset.AddOrUpdate(DicomTag.MaximumFractionalValue, MaximumFraction);
        }

        AddDimensions(dataset);
        dataset.AddOrUpdate(DicomTag.SegmentSequence, [.. structures.Select((structure, i) => Segment(structure, i + 1, export))]);
        dataset.AddOrUpdate(DicomTag.SharedFunctionalGroupsSequence, new DicomDataset()
            .AddOrUpdate(DicomTag.PixelMeasuresSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.PixelSpacing, grid.PixelSpacing())
                .AddOrUpdate(DicomTag.SliceThickness, grid.Grid.SpacingMm.Z)
                .AddOrUpdate(DicomTag.SpacingBetweenSlices, grid.Grid.SpacingMm.Z))
            .AddOrUpdate(DicomTag.PlaneOrientationSequence, new DicomDataset().AddOrUpdate(DicomTag.ImageOrientationPatient, grid.Orientation())));
        AddFrames(dataset, structures, grid, isBinary);
        return new(dataset);
    }

    private static void AddDimensions(DicomDataset dataset)
    {
        string organization = DicomUID.Generate().UID;
        DicomDataset Index(DicomTag pointer, DicomTag group) => new DicomDataset()
            .AddOrUpdate(DicomTag.DimensionOrganizationUID, organization)
            .AddOrUpdate(DicomTag.DimensionIndexPointer, pointer)
            .AddOrUpdate(DicomTag.FunctionalGroupPointer, group);
        dataset.AddOrUpdate(DicomTag.DimensionOrganizationSequence, new DicomDataset().AddOrUpdate(DicomTag.DimensionOrganizationUID, organization));
        dataset.AddOrUpdate(
            DicomTag.DimensionIndexSequence,
            Index(DicomTag.ReferencedSegmentNumber, DicomTag.SegmentIdentificationSequence),
            Index(DicomTag.ImagePositionPatient, DicomTag.PlanePositionSequence));
    }

    private static DicomDataset Segment(Structure structure, int number, DicomExport export)
    {
        bool isTumor = structure.Role == StructureRole.Tumor;
        DicomDataset segment = new DicomDataset()
            .AddOrUpdate(DicomTag.SegmentNumber, number)
            .AddOrUpdate(DicomTag.SegmentLabel, export.NameOf(structure, number))
            .AddOrUpdate(DicomTag.SegmentAlgorithmType, structure.IsDerived ? "AUTOMATIC" : "MANUAL")
            .AddOrUpdate(DicomTag.SegmentedPropertyCategoryCodeSequence, isTumor
                ? DicomExport.Code("49755003", "SCT", "Morphologically Altered Structure")
                : DicomExport.Code("123037004", "SCT", "Anatomical Structure"))
            .AddOrUpdate(DicomTag.SegmentedPropertyTypeCodeSequence, structure.Role switch
            {
                StructureRole.Tumor => DicomExport.Code("108369006", "SCT", "Neoplasm"),
                StructureRole.Liver or StructureRole.NormalLiver or StructureRole.Perfused => DicomExport.Code("10200004", "SCT", "Liver"),
                StructureRole.Lung => DicomExport.Code("39607008", "SCT", "Lung"),
                _ => DicomExport.Code("85756007", "SCT", "Tissue"),
            });
        if (structure.IsDerived)
        {
            segment.AddOrUpdate(DicomTag.SegmentAlgorithmName, "VoxelDose");
        }

        return structure.Color is { } color ? segment.AddOrUpdate(DicomTag.RecommendedDisplayCIELabValue, CieLab.FromRgb(color)) : segment;
    }

    private static void AddFrames(DicomDataset dataset, IReadOnlyList<Structure> structures, DicomGridWriter grid, bool isBinary)
    {
        int plane = grid.Grid.Size.X * grid.Grid.Size.Y;
        var frames = new List<(int Segment, int Plane, List<CoverageRun> Runs)>();
        for (int s = 0; s < structures.Count; s++)
        {
            IEnumerable<(int Segment, int Plane, List<CoverageRun> Runs)> own = structures[s].Runs
                .GroupBy(run => grid.ArrayPlane(run.Start / plane))
                .Select(group => (s + 1, group.Key, group.ToList()));
            frames.AddRange(own.OrderBy(frame => frame.Plane));
        }

        int[] planes = [.. frames.Select(frame => frame.Plane).Distinct().Order()];
        long frameBits = (long)plane * (isBinary ? 1 : 8);
        byte[] pixels = new byte[checked((int)(((frameBits * frames.Count) + 7) / 8))];
        var groups = new DicomSequence(DicomTag.PerFrameFunctionalGroupsSequence);
        for (int f = 0; f < frames.Count; f++)
        {
            (int segment, int at, List<CoverageRun> runs) = frames[f];
            foreach (CoverageRun run in runs)
            {
                int start = run.Start % plane;
                for (int i = start; i < start + run.Length; i++)
                {
                    if (isBinary)
                    {
                        long bit = (f * frameBits) + i;
                        pixels[bit >> 3] |= (byte)(1 << (int)(bit & 7));
                    }
                    else
                    {
                        pixels[((long)f * plane) + i] = (byte)Math.Round(run.Coverage * MaximumFraction);
                    }
                }
            }

            groups.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.FrameContentSequence, new DicomDataset()
                    .AddOrUpdate(DicomTag.DimensionIndexValues, segment, Array.BinarySearch(planes, at) + 1))
                .AddOrUpdate(DicomTag.PlanePositionSequence, new DicomDataset().AddOrUpdate(DicomTag.ImagePositionPatient, grid.Position(at)))
                .AddOrUpdate(DicomTag.SegmentIdentificationSequence, new DicomDataset().AddOrUpdate(DicomTag.ReferencedSegmentNumber, segment)));
        }

        dataset.AddOrUpdate(DicomTag.NumberOfFrames, frames.Count);
        dataset.AddOrUpdate(groups);
        dataset.AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OB, pixels));
    }
}
