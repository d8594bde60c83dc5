using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>What is known about an activity image; null is not given.</summary>
public sealed record QuantificationRequest
{
    /// <summary>The value of <see cref="Reference"/> that means the whole image.</summary>
    public const string FieldOfView = "field-of-view";

    /// <summary>What the image shows.</summary>
    public required ImageModality Modality { get; init; }

    /// <summary>Absolute or relative.</summary>
    public required CalibrationKind Calibration { get; init; }

    /// <summary>Unit of the values; absolute calibration needs it.</summary>
    public ImageUnits? Units { get; init; }

    /// <summary>Bq/mL that a value of 1 stands for, for <see cref="ImageUnits.Counts"/>.</summary>
    public double? BqPerMlPerCount { get; init; }

    /// <summary>Decay between administration and image; absolute calibration needs it.</summary>
    public ImageTiming? Timing { get; init; }

    /// <summary>Reference region of a relative calibration: a structure's name or <see cref="FieldOfView"/>; null is the liver.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether the lungs lie in the field of view; null is decided by whether a lung structure does.</summary>
    public bool? LungsInFieldOfView { get; init; }

    /// <summary>Activity administered.</summary>
    public Activity? Administered { get; init; }

    /// <summary>Activity administered by the image's header, to hold the image against where the user gives none.</summary>
    public Activity? AdministeredByHeader { get; init; }

    /// <summary>Activity left in vial and tubing, at the time of administration.</summary>
    public Activity? Residual { get; init; }

    /// <summary>Share of the activity that reaches the lungs, 0 to 1.</summary>
    public double? LungShuntFraction { get; init; }

    /// <summary>Vials by perfused volume; relative calibration in each.</summary>
    public IReadOnlyList<Territory> Territories { get; init; } = [];

    /// <summary>True where an implausible activity balance has been looked at and is to be told as a warning.</summary>
    public bool AcceptImbalance { get; init; }
}
