using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Reads an RT structure set: contours of each ROI, in parallel planes, become fractional coverage on a grid of its own.</summary>
internal static class RtStructReader
{
    private static readonly string[] NotClosed = ["POINT", "OPEN_PLANAR", "OPEN_NONPLANAR"];

    internal static DicomStructures Read(DicomDataset dataset)
    {
        var warnings = new List<Warning>();
        Dictionary<int, DicomDataset> contours = [];
        foreach (DicomDataset item in dataset.GetItems(DicomTag.ROIContourSequence))
        {
            contours[item.GetSingleValue<int>(DicomTag.ReferencedROINumber)] = item;
        }

        var rois = new List<(string Name, Rgb? Color, ContourPlanes Planes)>();
        var frames = new HashSet<string>(StringComparer.Ordinal);
        foreach (DicomDataset item in dataset.GetItems(DicomTag.StructureSetROISequence))
        {
            int number = item.GetSingleValue<int>(DicomTag.ROINumber);
            string name = item.TryGetText(DicomTag.ROIName) ?? $"ROI {number}";
            contours.TryGetValue(number, out DicomDataset? roi);
            List<Contour> closed = roi is null ? [] : ReadContours(roi, name, warnings);
            if (closed.Count == 0)
            {
                warnings.Add(new("structure-without-volume", $"{dataset.Source}: ROI '{name}' has no closed contours; it is left out"));
                continue;
            }

            if (item.TryGetText(DicomTag.ReferencedFrameOfReferenceUID) is { } uid)
            {
                frames.Add(uid);
            }

            rois.Add((name, Color(roi!), ContourPlanes.Build(closed, $"{dataset.Source}: ROI '{name}'")));
        }

        if (rois.Count == 0)
        {
            throw new InvalidInputException($"{dataset.Source}: the RT structure set holds no ROI with closed contours");
        }

        if (frames.Count > 1)
        {
            throw new InvalidInputException(
                $"{dataset.Source}: the ROIs are in {frames.Count} frames of reference ({string.Join(", ", frames)}); expected one: export them apart");
        }

        // A ROI in one plane alone is as thick as the slices of the others are apart.
        double? spacing = rois.Min(roi => roi.Planes.SpacingMm);
        List<Structure> structures = [.. rois.Select(roi => Rasterise(roi.Name, roi.Color, roi.Planes, spacing, warnings))];
        return new(structures, frames.FirstOrDefault() ?? dataset.TryGetText(DicomTag.FrameOfReferenceUID), dataset, warnings);
    }

    private static Structure Rasterise(string name, Rgb? color, ContourPlanes planes, double? spacingOfSet, List<Warning> warnings)
    {
        double spacing = planes.SpacingMm ?? spacingOfSet ?? throw new InvalidInputException(
            $"{planes.Source}: contours in one plane alone, and none of the set in two: how thick it is cannot be told");
        if (spacingOfSet is { } usual && spacing > 1.5 * usual)
        {
            warnings.Add(new("contours-on-few-slices",
                $"{planes.Source}: contours every {spacing:0.###} mm where other ROIs have them every {usual:0.###} mm; each is taken to be {spacing:0.###} mm thick"));
        }

        IReadOnlyList<int> indices = planes.IndicesAt(spacing);
        int missing = indices[^1] + 1 - indices.Count;
        if (missing > 0)
        {
            warnings.Add(new("contours-missing",
                $"{planes.Source}: {missing} plane(s) between the first and the last have no contour; nothing is filled in there"));
        }

        return ContourRasteriser.Rasterise(name, color, planes, indices, spacing, warnings);
    }

    private static List<Contour> ReadContours(DicomDataset roi, string name, List<Warning> warnings)
    {
        var result = new List<Contour>();
        IReadOnlyList<DicomDataset> items = roi.GetItems(DicomTag.ContourSequence);
        for (int i = 0; i < items.Count; i++)
        {
            string type = items[i].TryGetText(DicomTag.ContourGeometricType) ?? "";
            if (NotClosed.Contains(type))
            {
                warnings.Add(new("contour-not-closed", $"{roi.Source}: ROI '{name}', contour {i + 1} is {type}; it encloses nothing and is left out"));
                continue;
            }

            if (type is not ("CLOSED_PLANAR" or "CLOSEDPLANAR_XOR"))
            {
                throw items[i].Wrong(DicomTag.ContourGeometricType, $"'{type}' for contour {i + 1} of ROI '{name}'", "CLOSED_PLANAR or CLOSEDPLANAR_XOR");
            }

            double[] data = items[i].GetValues<double>(DicomTag.ContourData);
            int? stated = items[i].TryGetSingleValue(DicomTag.NumberOfContourPoints, out int points) ? points : null;
            if (data.Length % 3 != 0 || (stated ?? (data.Length / 3)) != data.Length / 3)
            {
                throw items[i].Wrong(
                    DicomTag.ContourData, $"{data.Length} numbers for contour {i + 1} of ROI '{name}'", stated is null ? "three for each point" : $"three for each of {stated} points");
            }

            if (data.Length < 9)
            {
                warnings.Add(new("contour-not-closed", $"{roi.Source}: ROI '{name}', contour {i + 1} has {data.Length / 3} point(s); it encloses nothing and is left out"));
                continue;
            }

            var vertices = new Vec3[data.Length / 3];
            for (int p = 0; p < vertices.Length; p++)
            {
                vertices[p] = new(data[3 * p], data[(3 * p) + 1], data[(3 * p) + 2]);
            }

            result.Add(new(i + 1, vertices, type == "CLOSEDPLANAR_XOR"));
        }

        return result;
    }

    private static Rgb? Color(DicomDataset roi) =>
        roi.TryGetValues(DicomTag.ROIDisplayColor, out int[]? rgb) && rgb.Length == 3 && rgb.All(channel => channel is >= 0 and <= 255)
            ? new Rgb((byte)rgb[0], (byte)rgb[1], (byte)rgb[2])
            : null;
}
