using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Finds the slices of one file: a classic image, an enhanced multi-frame image or a reconstructed NM image.</summary>
internal static class DicomFrameReader
{
    private const double UnitTolerance = 1e-3; // orientation cosines are often written with three to six digits

    internal static IReadOnlyList<DicomFrame> Read(DicomFile file, string path)
    {
        DicomDataset header = file.Dataset;
        if (header.Contains(DicomTag.ModalityLUTSequence))
        {
            throw header.Wrong(DicomTag.ModalityLUTSequence, "a table", "RescaleSlope and RescaleIntercept; values by table are not supported");
        }

        if (header.Contains(DicomTag.PerFrameFunctionalGroupsSequence))
        {
            return ReadEnhanced(header, path);
        }

        int frames = header.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1);
        if (header.Contains(DicomTag.DoseGridScaling))
        {
            return ReadDose(header, path, frames);
        }

        bool isNuclear = header.TryGetText(DicomTag.Modality) == "NM" || header.Contains(DicomTag.DetectorInformationSequence);
        return isNuclear ? ReadNuclear(header, path, frames)
            : frames == 1 ? [ReadClassic(header, path)]
            : throw header.Wrong(DicomTag.NumberOfFrames, $"{frames}", "1, or functional groups that place each frame");
    }

    private static DicomFrame ReadClassic(DicomDataset header, string path) =>
        Frame(header, path, Path.GetFileName(path), 0, header, header, header, header, []);

    private static List<DicomFrame> ReadEnhanced(DicomDataset header, string path)
    {
        DicomDataset shared = header.GetFirstItem(DicomTag.SharedFunctionalGroupsSequence) ?? new DicomDataset(header.Source);
        IReadOnlyList<DicomDataset> items = header.GetItems(DicomTag.PerFrameFunctionalGroupsSequence);
        int frames = header.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1);
        if (items.Count != frames || frames < 1)
        {
            throw header.Wrong(DicomTag.PerFrameFunctionalGroupsSequence, $"{items.Count} items", $"one for each of {frames} frames");
        }

        var result = new List<DicomFrame>(frames);
        for (int i = 0; i < frames; i++)
        {
            DicomDataset own = items[i];
            DicomDataset? Group(DicomTag tag) => own.GetFirstItem(tag) ?? shared.GetFirstItem(tag);
            DicomDataset Needed(DicomTag tag) => Group(tag) ?? throw header.Wrong(tag, $"nothing for frame {i + 1}", "its functional group");
            result.Add(Frame(
                header, path, $"{Path.GetFileName(path)} frame {i + 1}", i, Needed(DicomTag.PlanePositionSequence), Needed(DicomTag.PlaneOrientationSequence),
                Needed(DicomTag.PixelMeasuresSequence), Group(DicomTag.PixelValueTransformationSequence) ?? header, [own, shared]));
        }

        return result;
    }

    /// <summary>
    /// NM reconstructions say where the first slice lies; the others follow along the normal by SpacingBetweenSlices, whose sign is
    /// the direction (PS3.3, C.8.4.15).
    /// </summary>
    private static List<DicomFrame> ReadNuclear(DicomDataset header, string path, int frames)
    {
        string imageType = header.TryGetText(DicomTag.ImageType) ?? "";
        if (!header.Contains(DicomTag.ImagePositionPatient) && !imageType.Contains("RECON TOMO", StringComparison.Ordinal))
        {
            throw header.Wrong(DicomTag.ImageType, $"'{imageType}'", "a reconstructed tomographic NM image (RECON TOMO); projections and planar images hold no volume");
        }

        if (header.TryGetValues(DicomTag.FrameIncrementPointer, out DicomTag[]? pointers) &&
            pointers.FirstOrDefault(pointer => pointer != DicomTag.SliceVector && IndexesSeveral(header, pointer)) is { Group: not 0 } other)
        {
            throw header.Wrong(DicomTag.FrameIncrementPointer, $"several values of {other}", "slices alone; give one energy window, phase or time");
        }

        IReadOnlyList<DicomDataset> detectors = header.GetItems(DicomTag.DetectorInformationSequence);
        if (detectors.Count > 1)
        {
            throw header.Wrong(DicomTag.DetectorInformationSequence, $"{detectors.Count} items", "one, which says where the reconstruction lies");
        }

        DicomDataset place = header.Contains(DicomTag.ImagePositionPatient) || detectors.Count == 0 ? header : detectors[0];
        DicomFrame first = Frame(header, path, Path.GetFileName(path), 0, place, place, header, header, []);
        if (frames == 1)
        {
            return [first];
        }

        double step = header.TryGetNumber(DicomTag.SpacingBetweenSlices) ?? throw header.Wrong(
            DicomTag.SpacingBetweenSlices, "nothing", "the distance of slices in mm, whose sign says whether they go up or down; save the image as NRRD or NIfTI with a tool that knows it");
        if (frames < 1 || step == 0)
        {
            throw header.Wrong(DicomTag.SpacingBetweenSlices, $"{step} mm for {frames} frames", "a distance that is not 0 and at least one frame");
        }

        int[] slices = SliceOrder(header, frames);
        var result = new List<DicomFrame>(frames);
        for (int i = 0; i < frames; i++)
        {
            result.Add(first with
            {
                Label = $"{first.Label} frame {i + 1}",
                Index = i,
                PositionMm = first.PositionMm + ((slices[i] - 1) * step * first.Normal),
            });
        }

        return result;
    }

    /// <summary>
    /// RTDOSE: GridFrameOffsetVector begins with 0 and counts from the first plane, or holds patient z itself, as some systems write
    /// for axial planes (PS3.3, C.8.8.3.2).
    /// </summary>
    private static List<DicomFrame> ReadDose(DicomDataset header, string path, int frames)
    {
        if (header.TryGetText(DicomTag.DoseUnits) is not "GY")
        {
            throw header.Wrong(DicomTag.DoseUnits, $"'{header.TryGetText(DicomTag.DoseUnits)}'", "GY");
        }

        DicomFrame first = Frame(header, path, Path.GetFileName(path), 0, header, header, header, header, []) with
        {
            Slope = header.GetSingleValue<double>(DicomTag.DoseGridScaling),
            Intercept = 0,
        };
        if (frames == 1)
        {
            return [first];
        }

        double[] offsets = header.GetValues<double>(DicomTag.GridFrameOffsetVector);
        if (offsets.Length != frames || frames < 1)
        {
            throw header.Wrong(DicomTag.GridFrameOffsetVector, $"{offsets.Length} values", $"one for each of {frames} frames");
        }

        bool isAbsolute = offsets[0] != 0 && Math.Abs(offsets[0] - first.PositionMm.Z) < UnitTolerance && Math.Abs(first.Normal.Z) > 1 - UnitTolerance;
        if (offsets[0] != 0 && !isAbsolute)
        {
            throw header.Wrong(DicomTag.GridFrameOffsetVector, $"{offsets[0]} first", $"0, or patient z of the first plane ({first.PositionMm.Z})");
        }

        double sign = isAbsolute ? Math.Sign(first.Normal.Z) : 1;
        return [.. offsets.Select((offset, i) => first with
        {
            Label = $"{first.Label} frame {i + 1}",
            Index = i,
            PositionMm = first.PositionMm + (sign * (offset - offsets[0]) * first.Normal),
        })];
    }

    private static int[] SliceOrder(DicomDataset header, int frames)
    {
        if (!header.TryGetValues(DicomTag.SliceVector, out int[]? slices))
        {
            return frames <= ushort.MaxValue ? [.. Enumerable.Range(1, frames)] : throw header.Wrong(DicomTag.NumberOfFrames, $"{frames}", "at most 65535");
        }

        return slices.Length == frames ? slices : throw header.Wrong(DicomTag.SliceVector, $"{slices.Length} values", $"one for each of {frames} frames");
    }

    private static bool IndexesSeveral(DicomDataset header, DicomTag pointer) =>
        header.TryGetValues(pointer, out int[]? values) && values.Distinct().Count() > 1;

    private static DicomFrame Frame(
        DicomDataset header, string path, string label, int index, DicomDataset position, DicomDataset orientation, DicomDataset measures,
        DicomDataset rescale, IReadOnlyList<DicomDataset> groups)
    {
        double[] at = Numbers(position, DicomTag.ImagePositionPatient, 3);
        double[] cosines = Numbers(orientation, DicomTag.ImageOrientationPatient, 6);
        double[] spacing = Numbers(measures, DicomTag.PixelSpacing, 2);
        Vec3 row = new(cosines[0], cosines[1], cosines[2]);
        Vec3 column = new(cosines[3], cosines[4], cosines[5]);
        if (!(Math.Abs(row.Length - 1) < UnitTolerance && Math.Abs(column.Length - 1) < UnitTolerance && Math.Abs(Vec3.Dot(row, column)) < UnitTolerance))
        {
            throw header.Wrong(DicomTag.ImageOrientationPatient, string.Join('\\', cosines), "two unit vectors at right angles");
        }

        // The digits of the header leave them askew by up to the tolerance; the grid wants them right.
        row = (1 / row.Length) * row;
        column -= Vec3.Dot(row, column) * row;
        column = (1 / column.Length) * column;
        if (!(spacing[0] > 0 && spacing[1] > 0))
        {
            throw header.Wrong(DicomTag.PixelSpacing, $"{spacing[0]}\\{spacing[1]}", "two distances above 0 mm");
        }

        // Both define their values by it, PET slice by slice; without it they are not Bq/mL or Hounsfield units.
        if (header.TryGetText(DicomTag.Modality) is "PT" or "CT" && !rescale.Contains(DicomTag.RescaleSlope))
        {
            throw header.Wrong(DicomTag.RescaleSlope, $"nothing in {label}", "the factor from stored values to numbers; export the series again");
        }

        double slope = rescale.GetSingleValueOrDefault(DicomTag.RescaleSlope, 1.0);
        if (slope == 0)
        {
            throw header.Wrong(DicomTag.RescaleSlope, "0", "a slope that is not 0");
        }

        double? spacingZ = measures.TryGetNumber(DicomTag.SpacingBetweenSlices) ?? measures.TryGetNumber(DicomTag.SliceThickness);
        return new()
        {
            Label = label,
            Path = path,
            Index = index,
            PositionMm = new(at[0], at[1], at[2]),
            AlongRow = row,
            AlongColumn = column,
            SpacingXMm = spacing[1],
            SpacingYMm = spacing[0],
            SpacingZMm = spacingZ is { } z && z != 0 ? Math.Abs(z) : null,
            Rows = Positive(header, DicomTag.Rows),
            Columns = Positive(header, DicomTag.Columns),
            Slope = slope,
            Intercept = rescale.GetSingleValueOrDefault(DicomTag.RescaleIntercept, 0.0),
            Header = header,
            FunctionalGroups = groups,
        };
    }

    private static int Positive(DicomDataset header, DicomTag tag)
    {
        int value = header.GetSingleValue<int>(tag);
        return value > 0 ? value : throw header.Wrong(tag, $"{value}", "above 0");
    }

    private static double[] Numbers(DicomDataset dataset, DicomTag tag, int count)
    {
        double[] values = dataset.GetValues<double>(tag);
        return values.Length == count && values.All(double.IsFinite)
            ? values
            : throw dataset.Wrong(tag, $"{values.Length} values", $"{count} finite numbers");
    }
}
