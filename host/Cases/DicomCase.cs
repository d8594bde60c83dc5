using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Cases;

/// <summary>What DICOM headers add to a case: unit, times and isotope of the activity image.</summary>
internal static class DicomCase
{
    /// <summary>Applies the rules of DICOM quantification; null for an image that is no DICOM.</summary>
    internal static DicomCalibration? Calibrate(DoseCase dose, LoadedVolume activity, ImageModality modality, CalibrationKind calibration)
    {
        if (activity.Dicom?.Facts is not { } facts)
        {
            return null;
        }

        var said = new DicomStatements
        {
            HoursAfterAdministration = dose.HoursAfterAdministration,
            AdministeredAt = dose.AdministeredAt?.DateTime,
            AcquiredAt = dose.AcquiredAt?.DateTime,
            ScannerIsotope = dose.ScannerIsotope,
            Administered = dose.Administered,
        };
        return DicomQuantification.Resolve(WithUnits(facts, dose.Units), said, modality, calibration == CalibrationKind.Absolute, dose.Decay);
    }

    /// <summary>
    /// The image with its slices brought to one time where they differ; a relative calibration takes out what they have in common.
    /// </summary>
    internal static Volume Evened(Volume image, DicomCalibration? calibration)
    {
        if (calibration?.Timing?.SliceFactors is not { } factors)
        {
            return image;
        }

        int slice = image.Grid.Size.X * image.Grid.Size.Y;
        double mean = factors.Average();
        float[] values = new float[image.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(image.Values[i] * factors[i / slice] / mean);
        }

        return new(image.Grid, values);
    }

    private static DicomImageFacts WithUnits(DicomImageFacts facts, ImageUnits? said)
    {
        if (said is not { } units)
        {
            return facts;
        }

        if (facts is { Units: null, MappedBqPerMlPerValue: { } mapped })
        {
            return units == ImageUnits.Counts ? facts : throw new InvalidInputException(
                $"{facts.Source}: --activity-units contradicts the real-world value mapping (0040,9096), by which a value of 1 is {mapped:g9} Bq/mL; leave the option out");
        }

        string word = units == ImageUnits.Counts ? "CNTS" : "BQML";
        bool contradicts = facts.Units is { } stated && (units is ImageUnits.KbqPerMl or ImageUnits.BqPerVoxel || (stated == "BQML") != (word == "BQML"));
        return contradicts
            ? throw new InvalidInputException($"{facts.Source}: --activity-units contradicts Units (0054,1001), which is {facts.Units}; leave the option out")
            : facts with { Units = word };
    }
}
