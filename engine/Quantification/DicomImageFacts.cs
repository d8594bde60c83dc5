using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// What the headers of a DICOM image say about units, times and isotope, uninterpreted. Times are local ones of the scanner;
/// null is not given.
/// </summary>
public sealed record DicomImageFacts
{
    /// <summary>File or folder, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Modality (0008,0060): PT, NM, CT, ...</summary>
    public required string Modality { get; init; }

    /// <summary>Units (0054,1001), or those of the real-world value mapping: BQML, CNTS, PROPCPS, ...</summary>
    public string? Units { get; init; }

    /// <summary>Decay Correction (0054,1102): START, ADMIN or NONE.</summary>
    public string? DecayCorrection { get; init; }

    /// <summary>Whether Corrected Image (0028,0051) lists DECY.</summary>
    public bool? ListsDecayCorrection { get; init; }

    /// <summary>Whether Corrected Image (0028,0051) lists ATTN; null where it is absent.</summary>
    public bool? ListsAttenuationCorrection { get; init; }

    /// <summary>Number of Slices (0054,0081) of the whole series.</summary>
    public int? SlicesTold { get; init; }

    /// <summary>Time to which an enhanced image is decay corrected (0018,9701).</summary>
    public DateTime? DecayCorrectedTo { get; init; }

    /// <summary>Series Date and Time (0008,0021), (0008,0031).</summary>
    public DateTime? SeriesStart { get; init; }

    /// <summary>GE's private start of the scan (0009,xx0D), to which its decay correction refers.</summary>
    public DateTime? GeScanStart { get; init; }

    /// <summary>Siemens' private time to which the image is decay corrected (0071,xx22).</summary>
    public DateTime? SiemensDecayCorrectedTo { get; init; }

    /// <summary>Start of the administration with its date (0018,1078).</summary>
    public DateTime? AdministeredAt { get; init; }

    /// <summary>Start of the administration, time of day alone (0018,1072).</summary>
    public TimeSpan? AdministeredAtTimeOfDay { get; init; }

    /// <summary>Isotope as element and mass number, e.g. "F-18", from the radionuclide code; or as the header writes it where that cannot be told.</summary>
    public string? Isotope { get; init; }

    /// <summary>Radionuclide Half Life (0018,1075), s.</summary>
    public double? HalfLifeS { get; init; }

    /// <summary>Radionuclide Positron Fraction (0018,1076).</summary>
    public double? PositronFraction { get; init; }

    /// <summary>Radionuclide Total Dose (0018,1074): Bq in PET, MBq in NM.</summary>
    public Activity? TotalDose { get; init; }

    /// <summary>Manufacturer (0008,0070).</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Philips' private activity scale factor (7053,xx09): Bq/mL a count.</summary>
    public double? PhilipsBqPerMlPerCount { get; init; }

    /// <summary>
    /// Bq/mL for a rescaled value of 1 by the real-world value mapping, where it maps to Bq/mL otherwise than the rescaling does (quantitative SPECT
    /// of some makers); null where there is none, or where both are the same and <see cref="Units"/> says BQML.
    /// </summary>
    public double? MappedBqPerMlPerValue { get; init; }

    /// <summary>True where Philips' private SUV scale factor (7053,xx00) is there; it makes no activity.</summary>
    public bool HasPhilipsSuvScale { get; init; }

    /// <summary>Times by slice, in the order of the volume's z index.</summary>
    public required IReadOnlyList<DicomSliceFacts> Slices { get; init; }
}
