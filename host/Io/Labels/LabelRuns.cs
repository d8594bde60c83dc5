using System.Runtime.InteropServices;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Labels;

/// <summary>Collects the runs of each label while a label map is read; the map itself is never held.</summary>
internal sealed class LabelRuns
{
    /// <summary>More labels than any atlas of the body has: such a file is an image, not a label map.</summary>
    internal const int MaxLabels = 2000;

    /// <summary>From here on float32 no longer tells whole numbers apart.</summary>
    private const int MaxLabel = (1 << 24) - 1;

    private readonly ImageHeader _header;
    private readonly Layer[] _layers;
    private int _labels;

    private LabelRuns(ImageHeader header)
    {
        _header = header;
        _layers = new Layer[header.Payload.Layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new();
        }
    }

    /// <summary>Reads all layers of a label map.</summary>
    /// <returns>For each layer, the runs of each label value.</returns>
    internal static IReadOnlyList<IReadOnlyDictionary<int, List<CoverageRun>>> Read(ImageHeader header)
    {
        if (header.Payload.Layers > MaxLabels)
        {
            throw InputError.Of(header.Path, "number of layers", header.Payload.Layers, $"at most {MaxLabels}");
        }

        var runs = new LabelRuns(header);
        PayloadReader.Read(header.Payload, runs.Take);
        foreach (Layer layer in runs._layers)
        {
            runs.Close(layer, (int)header.Grid.Size.Count);
        }

        return [.. runs._layers.Select(layer => layer.Runs)];
    }

    private void Take(long first, ReadOnlySpan<float> values)
    {
        int layers = _layers.Length;
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        for (int n = 0; n < values.Length; n++)
        {
            int voxel = (int)((first + n) / layers);
            Layer layer = _layers[(int)((first + n) % layers)];
            if (values[n] != layer.Value || voxel == layer.RowEnd)
            {
                Close(layer, voxel);
                layer.Begin(values[n], Label(values[n], voxel), voxel, _header.Grid.Size.X);
            }

            // Up to the end of the row, what equals the voxel before changes nothing, once every layer has begun the row.
            int row = (int)((((long)layer.RowEnd - _header.Grid.Size.X) * layers) - first);
            int next = n + 1;
            if (next - Math.Max(row, 0) >= layers)
            {
                int end = (int)Math.Min(values.Length, row + ((long)_header.Grid.Size.X * layers));
                n += bits[next..end].CommonPrefixLength(bits[(next - layers)..]);
            }
        }
    }

    private void Close(Layer layer, int end)
    {
        if (layer.Label == 0 || end == layer.Start)
        {
            return;
        }

        if (!layer.Runs.TryGetValue(layer.Label, out List<CoverageRun>? runs))
        {
            if (++_labels > MaxLabels)
            {
                throw InputError.Of(_header.Path, $"there are more than {MaxLabels} different values: this is an image, not a label map; give a file in which each structure has one whole number");
            }

            layer.Runs.Add(layer.Label, runs = []);
        }

        runs.Add(new(layer.Start, end - layer.Start, 1));
    }

    private int Label(float value, int voxel)
    {
        if (value >= 0 && value <= MaxLabel && value == MathF.Floor(value))
        {
            return (int)value;
        }

        Size3 size = _header.Grid.Size;
        throw InputError.Of(
            _header.Path,
            $"the label of voxel ({voxel % size.X}, {voxel / size.X % size.Y}, {voxel / size.X / size.Y})",
            value,
            $"a whole number from 0 to {MaxLabel}",
            "a label map holds whole numbers; resample masks with nearest neighbours, or threshold them");
    }

    private sealed class Layer
    {
        internal Dictionary<int, List<CoverageRun>> Runs { get; } = [];

        internal float Value { get; private set; }

        internal int Label { get; private set; }

        internal int Start { get; private set; }

        internal int RowEnd { get; private set; }

        internal void Begin(float value, int label, int voxel, int rowLength) =>
            (Value, Label, Start, RowEnd) = (value, label, voxel, (voxel / rowLength * rowLength) + rowLength);
    }
}
