using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Quantification;

/// <summary>Which unit the values have, by Units (0054,1001) and vendor.</summary>
internal static class DicomUnitsRule
{
    /// <summary>The unit, and Bq/mL a count where the header tells that.</summary>
    /// <param name="facts">Headers.</param>
    /// <param name="isAbsolute">Whether values are to be trusted as activity.</param>
    /// <param name="warnings">Takes what a reader has to know.</param>
    /// <exception cref="InvalidInputException">An absolute calibration of values that are relative.</exception>
    internal static (ImageUnits Units, double? BqPerMlPerCount) Resolve(DicomImageFacts facts, bool isAbsolute, List<Warning> warnings)
    {
        switch (facts.Units)
        {
            case "BQML":
                return (ImageUnits.BqPerMl, null);
            case "CNTS" when facts.PhilipsBqPerMlPerCount is { } factor:
                warnings.Add(new("philips-activity-scale",
                    $"the values are counts; Philips' private activity scale factor (7053,1009) = {factor:g9} Bq/mL a count makes them activity"));
                return (ImageUnits.Counts, factor);
            case "CNTS" when isAbsolute && facts.HasPhilipsSuvScale:
                throw new InvalidInputException(
                    $"{facts.Source}: Units (0054,1001) is CNTS, and of Philips' private factors only that for SUV (7053,xx00) is there; it rests on weight and injected " +
                    "activity of the header and makes no Bq/mL. Give --bq-per-ml-per-count F, or --calibration relative, or export the series in BQML");
            case "CNTS":
                return (ImageUnits.Counts, null);
            case null when facts.MappedBqPerMlPerValue is { } mapped:
                warnings.Add(new("real-world-values",
                    $"the header's real-world value mapping (0040,9096) makes the values activity: {mapped:g9} Bq/mL for a value of 1"));
                return (ImageUnits.Counts, mapped);
            case null when facts.Modality == "NM":
                return (ImageUnits.Counts, null);
            case null:
                throw new InvalidInputException(
                    $"{facts.Source}: Units (0054,1001) is absent; expected BQML or CNTS; say the unit with --activity-units");
            default:
                return isAbsolute
                    ? throw new InvalidInputException(
                        $"{facts.Source}: Units (0054,1001) is {facts.Units}, whose values are proportional to activity at best; expected BQML for an absolute " +
                        "calibration; give --calibration relative with --administered-mbq, or export the series in BQML")
                    : (ImageUnits.Counts, null);
        }
    }
}
