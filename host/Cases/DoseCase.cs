using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Host.DicomWeb;

namespace VoxelDose.Host.Cases;

/// <summary>A dose case with every option parsed; no file has been read yet.</summary>
internal sealed record DoseCase
{
    /// <summary>The nuclide where none is named.</summary>
    internal const string DefaultNuclide = "Y-90";

    /// <summary>The threshold set that is held without being asked for.</summary>
    internal const string LungLimits = "lung";

    /// <summary>Every option that was given, as written, by its name.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Given { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>True where a run is done again to compare it: then nothing is sent anywhere.</summary>
    internal bool IsReplay { get; init; }

    /// <summary>File or folder of the activity image; null until it is read by DICOMweb.</summary>
    internal required string? Activity { get; init; }

    /// <summary>What is read from and sent to a DICOMweb service; null for neither.</summary>
    internal DicomWebCase? DicomWeb { get; init; }

    internal ImageModality? Modality { get; init; }

    internal ImageUnits? Units { get; init; }

    internal double? BqPerMlPerCount { get; init; }

    internal CalibrationKind? Calibration { get; init; }

    internal string? Reference { get; init; }

    internal bool? LungsInFieldOfView { get; init; }

    internal Activity? Administered { get; init; }

    internal Activity? Residual { get; init; }

    internal double? LungShuntFraction { get; init; }

    /// <summary>Whether the lung shunt is measured on the image and its structures.</summary>
    internal bool MeasuresLungShunt { get; init; }

    /// <summary>Counts of a planar pair that the lung shunt was made of; null where it was not.</summary>
    internal PlanarCounts? PlanarCounts { get; init; }

    internal double? LungKg { get; init; }

    internal IReadOnlyList<Territory> Territories { get; init; } = [];

    internal double? HoursAfterAdministration { get; init; }

    internal DateTimeOffset? AdministeredAt { get; init; }

    internal DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Isotope that the scanner reckoned with, where a DICOM header names another than the imaged one.</summary>
    internal string? ScannerIsotope { get; init; }

    /// <summary>Whether inputs of different frames of reference are taken as registered.</summary>
    internal bool AssumeRegistered { get; init; }

    /// <summary>Whether to write RTDOSE, RTSTRUCT and SEG.</summary>
    internal bool DicomOut { get; init; }

    /// <summary>Whether DICOM output carries nothing that tells whose data these are.</summary>
    internal bool Deidentify { get; init; }

    internal bool AcceptImbalance { get; init; }

    internal IReadOnlyList<string> Structures { get; init; } = [];

    internal IReadOnlyDictionary<string, StructureRole> Roles { get; init; } = new Dictionary<string, StructureRole>();

    internal string? Ct { get; init; }

    internal string? CtCalibration { get; init; }

    internal bool DensityFromCt { get; init; }

    internal MassDensity UniformDensity { get; init; } = MassDensity.FromGramPerMl(DefaultDensityGPerMl);

    internal double RelativeMassRange { get; init; } = 1;

    internal IReadOnlyDictionary<string, string> Transforms { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<DoseMethod> Methods { get; init; } = [];

    internal MonteCarloSettings MonteCarlo { get; init; } = new();

    /// <summary>File of a media table; null for the program's own.</summary>
    internal string? Media { get; init; }

    internal required DecayData Decay { get; init; }

    internal const double DefaultKernelTolerance = 1e-3;

    internal double KernelTolerance { get; init; } = DefaultKernelTolerance;

    internal bool WithTail { get; init; }

    internal IReadOnlyList<double> VxDosesGy { get; init; } = [];

    /// <summary>Treatments before this one.</summary>
    internal IReadOnlyList<EarlierCase> Earlier { get; init; } = [];

    internal StatisticsCase Statistics { get; init; } = new();

    internal required DeviceSelection Device { get; init; }

    /// <summary>Most that the run may need of the host's memory, bytes; null for no limit.</summary>
    internal long? MaxMemoryBytes { get; init; }

    internal string? Out { get; init; }

    internal bool Overwrite { get; init; }

    internal string Format { get; init; } = "nii.gz";

    internal bool Figures { get; init; }

    /// <summary>Whether to write report.pdf.</summary>
    internal bool Pdf { get; init; }

    /// <summary>A line of the user's at the head of the reports; null for none.</summary>
    internal string? Label { get; init; }

    internal IReadOnlyList<string> ThresholdSets { get; init; } = [];

    internal IReadOnlyList<string> FailOn { get; init; } = [];

    /// <summary>Liver density of the contract, g/mL (ICRU Report 46: 1.05 to 1.06).</summary>
    internal const double DefaultDensityGPerMl = 1.05;
}
