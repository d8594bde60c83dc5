using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Quantification;

/// <summary>What the headers of a DICOM image and the user's words make of its values.</summary>
public sealed record DicomCalibration
{
    /// <summary>Unit of the values as read.</summary>
    public required ImageUnits Units { get; init; }

    /// <summary>Bq/mL that a value of 1 stands for, where the header tells it (Philips); null otherwise.</summary>
    public double? BqPerMlPerCount { get; init; }

    /// <summary>
    /// Factors that refer the slices to administration, the correction for the scanner's isotope included; null where they are not
    /// known and not needed (relative calibration).
    /// </summary>
    public ImageTiming? Timing { get; init; }

    /// <summary>What a reader of the numbers has to know.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}
