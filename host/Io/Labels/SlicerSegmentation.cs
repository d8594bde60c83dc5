using System.Globalization;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Labels;

/// <summary>
/// The segments of a 3D Slicer segmentation (.seg.nrrd): names, colours, label values and layers stand in the header as
/// SegmentN_Name, _Color, _LabelValue, _Layer. Voxels decide what a segment covers; SegmentN_Extent is only its bounding box and is not used.
/// </summary>
internal static class SlicerSegmentation
{
    internal static bool Is(ImageHeader header) =>
        header.Metadata.ContainsKey("Segment0_ID") || header.Metadata.ContainsKey("Segment0_Name") || header.Metadata.ContainsKey("Segment0_LabelValue") ||
        header.Metadata.Keys.Any(key => key.StartsWith("Segmentation_", StringComparison.Ordinal));

    internal static IReadOnlyList<Structure> Read(ImageHeader header)
    {
        RefuseFractional(header);
        List<Segment> segments = Segments(header);
        IReadOnlyList<IReadOnlyDictionary<int, List<CoverageRun>>> layers = LabelRuns.Read(header);
        var structures = new List<Structure>();
        foreach (Segment segment in segments)
        {
            List<CoverageRun> runs = layers[segment.Layer].TryGetValue(segment.Label, out List<CoverageRun>? found) ? found : [];
            structures.Add(new(segment.Name, StructureRoles.FromName(segment.Name), segment.Color, header.Grid, runs));
        }

        for (int layer = 0; layer < layers.Count; layer++)
        {
            foreach ((int label, List<CoverageRun> runs) in layers[layer].OrderBy(entry => entry.Key))
            {
                if (!segments.Any(segment => segment.Layer == layer && segment.Label == label))
                {
                    string name = layers.Count == 1 ? $"Label {label}" : $"Label {label} of layer {layer}";
                    structures.Add(new(name, StructureRole.Other, null, header.Grid, runs));
                }
            }
        }

        return structures;
    }

    private static void RefuseFractional(ImageHeader header)
    {
        foreach (string key in new[] { "Segmentation_MasterRepresentation", "Segmentation_SourceRepresentation" })
        {
            if (header.Metadata.TryGetValue(key, out string? kind) && kind.Contains("Fractional", StringComparison.OrdinalIgnoreCase))
            {
                throw InputError.Of(header.Path, key, kind, "Binary labelmap", "convert the segmentation to a binary labelmap in Slicer");
            }
        }
    }

    private static List<Segment> Segments(ImageHeader header)
    {
        int layers = header.Payload.Layers;
        var segments = new List<Segment>();
        for (int i = 0; Field(header, i, "Name") is not null || Field(header, i, "ID") is not null || Field(header, i, "LabelValue") is not null; i++)
        {
            // Slicer before 4.11 wrote one binary layer a segment and neither of the two fields.
            int layer = Number(header, i, "Layer", layers > 1 ? i : 0);
            int label = Number(header, i, "LabelValue", 1);
            if (layer >= layers)
            {
                throw InputError.Of(header.Path, $"Segment{i}_Layer", layer, $"a layer from 0 to {layers - 1}, since the list axis has {layers}");
            }

            if (segments.Any(other => other.Layer == layer && other.Label == label))
            {
                throw InputError.Of(header.Path, $"Segment{i}_LabelValue", label, $"a value that no other segment of layer {layer} has");
            }

            string? name = Field(header, i, "Name");
            segments.Add(new(string.IsNullOrWhiteSpace(name) ? $"Label {label}" : name.Trim(), Color(Field(header, i, "Color")), layer, label));
            if (segments.Count > LabelRuns.MaxLabels)
            {
                throw InputError.Of(header.Path, $"there are more than {LabelRuns.MaxLabels} segments");
            }
        }

        return segments;
    }

    private static string? Field(ImageHeader header, int segment, string field) =>
        header.Metadata.GetValueOrDefault($"Segment{segment}_{field}");

    private static int Number(ImageHeader header, int segment, string field, int absent)
    {
        string? text = Field(header, segment, field);
        if (text is null)
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw InputError.Of(header.Path, $"Segment{segment}_{field}", text, "a whole number from 0");
    }

    /// <summary>A colour has no part in the numbers, so an unreadable one is treated as absent.</summary>
    private static Rgb? Color(string? text)
    {
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte[] channels = [.. words.Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1 ? (byte?)Math.Round(value * byte.MaxValue) : null)
            .OfType<byte>()];
        return words.Length == 3 && channels.Length == 3 ? new(channels[0], channels[1], channels[2]) : null;
    }

    private sealed record Segment(string Name, Rgb? Color, int Layer, int Label);
}
