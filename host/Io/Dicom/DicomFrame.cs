using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>One slice of an image: where it lies and how its stored values become numbers.</summary>
internal sealed record DicomFrame
{
    /// <summary>File, and frame where it has several; for messages.</summary>
    internal required string Label { get; init; }

    internal required string Path { get; init; }

    /// <summary>Index in its file, from 0.</summary>
    internal required int Index { get; init; }

    /// <summary>Centre of the first pixel, LPS mm.</summary>
    internal required Vec3 PositionMm { get; init; }

    /// <summary>Unit vector from one column to the next.</summary>
    internal required Vec3 AlongRow { get; init; }

    /// <summary>Unit vector from one row to the next.</summary>
    internal required Vec3 AlongColumn { get; init; }

    /// <summary>Distance of columns, mm.</summary>
    internal required double SpacingXMm { get; init; }

    /// <summary>Distance of rows, mm.</summary>
    internal required double SpacingYMm { get; init; }

    /// <summary>Distance to the next slice where the header says it, mm; needed for a single slice alone.</summary>
    internal double? SpacingZMm { get; init; }

    internal required int Rows { get; init; }

    internal required int Columns { get; init; }

    internal double Slope { get; init; } = 1;

    internal double Intercept { get; init; }

    /// <summary>Dataset of the file, without pixel data.</summary>
    internal required DicomDataset Header { get; init; }

    /// <summary>Functional groups of the frame (its own item, then the shared one); empty for a classic image.</summary>
    internal IReadOnlyList<DicomDataset> FunctionalGroups { get; init; } = [];

    internal Vec3 Normal => Vec3.Cross(AlongRow, AlongColumn);
}
