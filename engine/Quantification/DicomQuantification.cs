using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// Rules by which a DICOM image's values become activity at the time of administration (DICOM PS3.3 C.8.9; docs/dicom.md). No clock
/// is read: all times come from the headers or from the user.
/// </summary>
public static class DicomQuantification
{
    // Assay and header are rounded and may differ by what stayed in the vial; beyond this one of the two is another patient's or unit's.
    private const double ActivityTolerance = 0.1;

    /// <summary>What the image shows, where its modality and isotope say so; null otherwise.</summary>
    public static ImageModality? ModalityOf(DicomImageFacts facts) => facts switch
    {
        { Modality: "PT" } => ImageModality.Y90Pet,
        { Modality: "NM", Isotope: "Y-90" } => ImageModality.Y90Spect,
        { Modality: "NM", Isotope: "Ho-166" } => ImageModality.Ho166Spect,
        { Modality: "NM", Isotope: "P-32" } => ImageModality.P32Spect,
        { Modality: "NM", Isotope: "Tc-99m" } => ImageModality.Tc99mMaaSpect,
        _ => null,
    };

    /// <summary>Applies the rules.</summary>
    /// <param name="facts">What the headers say.</param>
    /// <param name="said">What the user says.</param>
    /// <param name="modality">What the image shows.</param>
    /// <param name="isAbsolute">Whether the values are to be trusted as activity; false for a relative calibration.</param>
    /// <param name="decay">Half-life of the nuclide that is given to the patient.</param>
    /// <exception cref="InvalidInputException">Units, times or isotope are wrong or ambiguous; the message names the option that settles it.</exception>
    public static DicomCalibration Resolve(
        DicomImageFacts facts, DicomStatements said, ImageModality modality, bool isAbsolute, DecayData decay)
    {
        RequireModality(facts, modality);
        var warnings = new List<Warning>();
        ScannerIsotope imaged = modality == ImageModality.Tc99mMaaSpect
            ? ScannerIsotope.Find("Tc-99m")!
            : new(decay.Nuclide, decay.HalfLifeH * Constants.SecondsPerHour, ScannerIsotope.Find(decay.Nuclide)?.PositronFraction);
        RequireCorrections(facts, isAbsolute, warnings);
        (ImageUnits units, double? perCount) = DicomUnitsRule.Resolve(facts, isAbsolute, warnings);
        DicomIsotopeRule isotope = DicomIsotopeRule.Resolve(facts, said, imaged, isAbsolute, warnings);
        ImageTiming? timing = DicomTimingRule.Resolve(facts, said, imaged, isotope, isAbsolute, warnings);
        CompareActivity(facts, said, modality, warnings);
        return new() { Units = units, BqPerMlPerCount = perCount, Timing = timing, Warnings = warnings };
    }

    private static void RequireModality(DicomImageFacts facts, ImageModality modality)
    {
        bool fits = facts.Modality switch
        {
            "PT" => modality == ImageModality.Y90Pet,
            "NM" => modality != ImageModality.Y90Pet,
            _ => false,
        };
        if (!fits)
        {
            throw new InvalidInputException(
                $"{facts.Source}: Modality (0008,0060) is {facts.Modality}; expected {(modality == ImageModality.Y90Pet ? "PT" : "NM")} for the modality asked for (--modality)");
        }
    }

    /// <summary>Without attenuation correction the values of a PET image are no activity (QIBA's rules ask for ATTN too).</summary>
    private static void RequireCorrections(DicomImageFacts facts, bool isAbsolute, List<Warning> warnings)
    {
        if (facts.ListsAttenuationCorrection == false)
        {
            string found = $"{facts.Source}: CorrectedImage (0028,0051) does not list ATTN: the image is not corrected for attenuation, depth in the body changes its values";
            if (isAbsolute && facts.Modality == "PT")
            {
                throw new InvalidInputException($"{found}; take the series that is corrected, or give --calibration relative");
            }

            warnings.Add(new("not-attenuation-corrected", found));
        }

        if (facts.SlicesTold is { } told && told > facts.Slices.Count)
        {
            warnings.Add(new("slices-missing",
                $"NumberOfSlices (0054,0081) is {told}, {facts.Slices.Count} slices are here: the activity of the others is missing at an end of the volume"));
        }
    }

    private static void CompareActivity(DicomImageFacts facts, DicomStatements said, ImageModality modality, List<Warning> warnings)
    {
        if (modality == ImageModality.Tc99mMaaSpect || facts.TotalDose is not { } header || said.Administered is not { Becquerel: > 0 } given)
        {
            return; // the activity of an MAA case is the planned one
        }

        double ratio = header / given;
        if (Math.Abs(ratio - 1) <= ActivityTolerance)
        {
            return;
        }

        string hint = Math.Abs((ratio * 1e6) - 1) <= ActivityTolerance ? ": the header's number seems to be in MBq where Bq is due" : "";
        warnings.Add(new("administered-activity-differs",
            $"RadionuclideTotalDose (0018,1074) is {header.Megabecquerel:g6} MBq, {given.Megabecquerel:g6} MBq were given{hint}; the given value is taken"));
    }
}
