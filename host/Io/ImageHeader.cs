using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io;

/// <summary>What every image format comes down to: a grid, where the values lie, and what else was said.</summary>
internal sealed record ImageHeader(string Path, string Format, VoxelGrid Grid, VoxelPayload Payload)
{
    /// <summary>Unit of the values as the file states it.</summary>
    internal string? Unit { get; init; }

    /// <summary>Other fields of the header.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What the reader had to assume.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names and colours of labels that the file itself carries.</summary>
    internal IReadOnlyDictionary<int, Labels.LabelName> LabelNames { get; init; } = new Dictionary<int, Labels.LabelName>();

    /// <summary>Makes the grid; a geometry that is none becomes an error that names the file.</summary>
    internal static VoxelGrid MakeGrid(string path, Size3 size, AffineTransform indexToPoint)
    {
        try
        {
            return VoxelGrid.FromIndexToPoint(size, indexToPoint);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw InputError.Of(path, $"the geometry is not usable: {e.Message}; correct the header's origin, spacing and directions", e);
        }
    }
}
