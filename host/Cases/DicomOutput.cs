using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Cases;

/// <summary>
/// The DICOM objects of a run: RTDOSE.dcm of the first method (RTDOSE-METHOD.dcm of the others) with DVHs, the RTSTRUCT.dcm that they
/// refer to, and SEG.dcm of derived structures.
/// </summary>
/// <param name="Files">Objects by file name.</param>
/// <param name="Warnings">What the formats could not hold.</param>
/// <param name="Export">What they share.</param>
internal sealed record DicomOutput(IReadOnlyList<(string Name, DicomFile File)> Files, IReadOnlyList<Warning> Warnings, DicomExport Export)
{
    /// <summary>
    /// Share of the highest dose up to which negative values are what arithmetic leaves where the dose is 0; separable forms left down to -6e-6 (docs/adr/0006).
    /// </summary>
    private const double ArithmeticShare = 1e-5;

    internal static DicomOutput Create(DoseCase dose, DoseResult result, CaseInputs inputs, DateTimeOffset now)
    {
        DicomVolume? source = inputs.Activity.Dicom;
        var export = new DicomExport(source?.Header, inputs.FrameOfReferenceUid, now.LocalDateTime, SoftwareVersion.Current.Version, dose.Deidentify);
        var files = new List<(string, DicomFile)>();
        var warnings = new List<Warning>();
        DicomFile? set = result.StructureShapes.Count > 0 ? RtStructWriter.Create(result.StructureShapes, export, dose.Transforms.ContainsKey("activity") ? null : source) : null;
        for (int i = 0; i < result.Methods.Count; i++)
        {
            MethodResult method = result.Methods[i];
            RtDoseWriter.Result written = RtDoseWriter.Create(
                method.DoseGy, $"{method.Id}, {result.Quantification.Nuclide}, {result.Quantification.Convention}; research use", export, set?.Dataset, Dvhs(result, method.Id));
            files.Add((i == 0 ? "RTDOSE.dcm" : $"RTDOSE-{method.Id}.dcm", written.File));
            if (written.LowestGy < -ArithmeticShare * written.HighestGy)
            {
                warnings.Add(new("rtdose-negative-clipped",
                    $"RTDOSE ({method.Id}): {written.NegativeVoxels} negative values, down to {written.LowestGy:g4} Gy, are written as 0; the format holds none. The other files keep them"));
            }
        }

        if (set is not null)
        {
            files.Add(("RTSTRUCT.dcm", set));
        }

        var grids = new List<List<Structure>>();
        foreach (Structure structure in result.StructureShapes.Where(shape => shape is { IsDerived: true, VoxelCount: > 0 }))
        {
            if (grids.Find(group => group[0].Grid.IsSameAs(structure.Grid)) is { } same)
            {
                same.Add(structure);
            }
            else
            {
                grids.Add([structure]);
            }
        }

        files.AddRange(grids.Select((group, i) => (i == 0 ? "SEG.dcm" : $"SEG-{i + 1}.dcm", SegWriter.Create(group, export, i + 1))));
        if (dose.Pdf && dose.Deidentify)
        {
            warnings.Add(new("pdf-not-deidentified",
                "REPORT.dcm is left out: report.pdf tells structure names, the label and the time of the run as they are, so it is no deidentified object"));
        }

        return new(files, warnings, export);
    }

    private static List<RoiDvh> Dvhs(DoseResult result, string method)
    {
        var dvhs = new List<RoiDvh>();
        for (int i = 0; i < result.StructureShapes.Count; i++)
        {
            string name = result.StructureShapes[i].Name;
            StructureResult? structure = result.Structures.FirstOrDefault(s => s.Name == name);
            DvhCurve? curve = result.Dvh.FirstOrDefault(d => d.Structure == name && d.Method == method);
            if (structure is not null && curve is { DoseGy.Count: > 0 } && structure.Dose.TryGetValue(method, out DoseStatistics? statistics))
            {
                dvhs.Add(new(i + 1, structure.VolumeMl * structure.CoveredFraction, curve, statistics));
            }
        }

        return dvhs;
    }
}
