using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>What the user says beside a DICOM header; null is not said. It settles what the header leaves open.</summary>
public sealed record DicomStatements
{
    /// <summary>Hours from administration to the time that the values refer to (--hours-after-administration).</summary>
    public double? HoursAfterAdministration { get; init; }

    /// <summary>Administration (--administered-at), local time of the scanner.</summary>
    public DateTime? AdministeredAt { get; init; }

    /// <summary>Time that the values refer to (--acquired-at), local time of the scanner.</summary>
    public DateTime? AcquiredAt { get; init; }

    /// <summary>Isotope that the scanner reckoned with (--scanner-isotope).</summary>
    public string? ScannerIsotope { get; init; }

    /// <summary>Activity administered (--administered-mbq).</summary>
    public Activity? Administered { get; init; }
}
