using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Host.DicomWeb;

namespace VoxelDose.Host.Cases;

/// <summary>The options of a dose case, on the command line and in case files alike.</summary>
internal static class DoseOptions
{
    internal static IReadOnlyList<CaseOption> All { get; } =
    [
        new("activity", "activity image: NRRD, NIfTI, MetaImage, or a file or folder of DICOM", CaseOptionKind.Path),
        new("nuclide", "nuclide that is given to the patient (default Y-90); sets half-life, energy, kernel and spectrum", Words: EnergyConventions.Nuclides),
        new("modality", "what the image shows", Words: ImageModalities.Ids),
        new("activity-units", "unit of the image values, where the file does not say", Words: ["bq-per-ml", "kbq-per-ml", "bq-per-voxel", "counts"]),
        new("bq-per-ml-per-count", "calibration factor that makes counts absolute", CaseOptionKind.Number),
        new("calibration", "absolute: values are activity; relative: the reference region holds the net activity", Words: ["absolute", "relative"]),
        new("reference", "reference region of a relative calibration: a structure or field-of-view (default: the liver)"),
        new("lungs-in-field-of-view", "whether the lungs lie in the image, for --reference field-of-view", Words: ["yes", "no"]),
        new("administered-mbq", "administered activity, MBq of the nuclide at administration (for MAA the planned one)", CaseOptionKind.Number),
        new("residual-mbq", "residual in vial and tubing, MBq of the nuclide at administration", CaseOptionKind.Number),
        new("lung-shunt", "lung shunt fraction, 0 to 1", CaseOptionKind.Number),
        new("lung-shunt-from", "measure the lung shunt: structures takes lung over lung and liver counts of this image", Words: ["structures"]),
        new("planar-counts", "lung=ANTERIOR,POSTERIOR and liver=ANTERIOR,POSTERIOR: counts of a planar pair above background, for the lung shunt", CaseOptionKind.Pair, IsRepeatable: true),
        new("lung-kg", "lung mass for the lung dose, kg (default 1)", CaseOptionKind.Number),
        new("territory", "STRUCTURE=MBQ: net activity of one perfused volume (relative calibration in each)", CaseOptionKind.Pair, IsRepeatable: true),
        new("hours-after-administration", "hours from administration to the time that the image values refer to", CaseOptionKind.Number),
        new("administered-at", "time of administration, ISO 8601, with --acquired-at"),
        new("acquired-at", "time that the image values refer to, ISO 8601"),
        new("accept-imbalance", "go on with an implausible activity balance, as a warning", CaseOptionKind.Flag),
        new("structures", "structures: .seg.nrrd, label NIfTI/NRRD/MetaImage, RTSTRUCT, DICOM SEG", CaseOptionKind.Path, IsRepeatable: true),
        new("role", "NAME=ROLE with tumor, liver, normal-liver, perfused, lung or other", CaseOptionKind.Pair, IsRepeatable: true),
        new("ct", "CT in Hounsfield units: a volume file, or a file or folder of DICOM", CaseOptionKind.Path),
        new("density", "uniform:G_PER_ML or ct (default uniform:1.05)"),
        new("ct-calibration", "CT number to density, CSV of hounsfield,gramPerMl with a .source.json beside it (default: Schneider 2000)", CaseOptionKind.Path),
        new("medium", "what the voxel S values are for (default water)", Words: ["water", "soft-tissue"]),
        new("transform", "INPUT=FILE: maps points of the dose frame into the frame of activity, ct, structures or the label of an --earlier-dose (ITK, or a DICOM spatial registration)", CaseOptionKind.PathPair, IsRepeatable: true),
        new("method", "dose method (default ldm and vsv)", IsRepeatable: true, Words: ["ldm", "vsv", "vsv-density", "mc"]),
        new("histories", "decays that Monte Carlo simulates; or --uncertainty", CaseOptionKind.Number),
        new("uncertainty", "relative uncertainty of voxels that Monte Carlo shall reach, as 1% or 0.01 (default 3%)"),
        new("uncertainty-in", "structure in which to reach it (default: the tumors, else the perfused volumes, else the liver)"),
        new("seed", "seed of Monte Carlo's random numbers (default 1)", CaseOptionKind.Number),
        new("media", "table of media by density for Monte Carlo with --density ct (JSON, see docs/montecarlo.md)", CaseOptionKind.Path),
        new("energy-convention", "mean energy and half-life (default ddep for Y-90, icrp107 for others)", Words: [.. EnergyConventions.Nuclides.SelectMany(EnergyConventions.Ids).Distinct()]),
        new("kernel-tolerance", "largest relative dose error of the kernel's fast form above 1 % of the maximum, of the activities that it is tested with (default 1e-3; docs/physics.md tells how far off others are; 0 for the exact table)", CaseOptionKind.Number),
        new("tail", "on adds the bremsstrahlung beyond 12 mm to vsv, out to 100 mm of water (default off)", Words: ["on", "off"]),
        new("vx-gy", "dose of a V_x in Gy (default 20 to 300 in twelve steps)", CaseOptionKind.Number, IsRepeatable: true),
        new("scanner-isotope", "isotope that the scanner was set to, where a DICOM header names another than the administered one"),
        new("assume-registered", "take inputs of different DICOM frames of reference as registered", CaseOptionKind.Flag),
        new("derive", "NAME[:ROLE]=EXPRESSION: a structure from others: names in double quotes, | & -, grow(x, mm), shrink(x, mm), shell(x, from, to), tumors()", CaseOptionKind.Pair, IsRepeatable: true),
        new("tumor-shell-mm", "width of a shell of tissue round each tumour, mm", CaseOptionKind.Number, IsRepeatable: true),
        new("radiobiology", "ROLE=ALPHA/BETA,REPAIR_H[,ALPHA] in Gy, h, 1/Gy (default liver=2.5,2.5 and tumor=10,1.5; EUD needs alpha)", CaseOptionKind.Pair, IsRepeatable: true),
        new("uncertainty-of", "PART=FRACTION: relative standard uncertainty of calibration, activity, decay, kernel or density", CaseOptionKind.Pair, IsRepeatable: true),
        new("contour-fwhm-mm", "resolution of the image that was contoured, for the uncertainty of volumes (default: two voxels of the activity image)", CaseOptionKind.Number),
        new("d-cc", "volume in mL of a D_cc, the dose that at least this volume receives (default 0.5, 1 and 2)", CaseOptionKind.Number, IsRepeatable: true),
        new("geud", "ROLE=A: adds the generalised equivalent uniform dose (mean of D^A)^(1/A) of a role", CaseOptionKind.Pair, IsRepeatable: true),
        new("outcome-model", "model of control or toxicity: a name of a built-in one, or a JSON file (docs/statistics.md); none unless asked for", CaseOptionKind.NameOrPath, IsRepeatable: true, Words: OutcomeModel.BuiltInNames),
        .. EarlierOptions.All,
        new("dvh-band", "band of 95 % round each DVH within its uncertainty: dvh-band.csv, results.json and report", CaseOptionKind.Flag),
        new("dvh-band-seed", "seed of the band's random draws (default 1)", CaseOptionKind.Number),
        new("recovery", "CSV of diameterMm,coefficient[,relativeUncertainty]: adds recovery-corrected means, marked as such", CaseOptionKind.Path),
        new("device", "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu (default auto)"),
        new("threads", "threads of the host (default: all)", CaseOptionKind.Number),
        new("max-memory", "SIZE such as 2GB: where the run would need more of the host's memory, hold fewer volumes at a time, with the same results to the bit; refuse at once, and say how much is needed, where that does not suffice (default: no limit)"),
        new("out", "folder for the results", CaseOptionKind.Path),
        new("overwrite", "replace an output folder that is not empty, as a whole, at the end", CaseOptionKind.Flag),
        new("format", "format of the dose volumes (default nii.gz)", Words: ["nii.gz", "nrrd", "mha"]),
        new("dicom-out", "write RTDOSE, RTSTRUCT and SEG as well", CaseOptionKind.Flag),
        new("deidentify", "write no identity into DICOM output (basic profile of PS3.15)", CaseOptionKind.Flag),
        new("figures", "also figures for papers: figures/*.png (300 dots an inch at 170 mm) and figures/*.svg", CaseOptionKind.Flag),
        new("pdf", "also report.pdf; with --dicom-out the same as REPORT.dcm", CaseOptionKind.Flag),
        new("label", "a line of your own at the head of the reports, such as a study code; the program itself writes no identity there"),
        new("threshold-set", "limits to hold the doses against: a name of a built-in set, or a JSON file (lung limits are always held for Y-90)", CaseOptionKind.NameOrPath, IsRepeatable: true, Words: ThresholdSet.BuiltInNames),
        .. DicomWebOptions.All,
        new("fail-on", "code of a warning or check that makes the exit code 5", IsRepeatable: true),
    ];
}
