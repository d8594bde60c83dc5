using System.CommandLine;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Comparison;

/// <summary>What a reader of the comparison has to know about its two sides.</summary>
internal static class ComparisonWarnings
{
    /// <summary>Relative difference of liver volumes above which they are probably not the same liver.</summary>
    private const double LiverVolumeTolerance = 0.1;

    internal static IEnumerable<Warning> Of(ParseResult parsed, ComparedDose predicted, ComparedDose delivered, ResolutionMatching? resolution)
    {
        foreach ((ComparedDose side, string note) in new[] { predicted, delivered }.SelectMany(side => side.Notes.Select(note => (side, note))))
        {
            yield return new("file-assumption", $"{side.VolumePath}: {note}");
        }

        string? planned = parsed.GetValue(CompareOptions.PredictedDeviceType);
        string? given = parsed.GetValue(CompareOptions.DeliveredDeviceType);
        if (planned is null || given is null)
        {
            yield return new("device-type-unknown", "it is not known whether prediction and delivery are of one kind of microspheres (--predicted-device-type, --delivered-device-type)");
        }
        else if (planned != given)
        {
            yield return new("device-type-differs", $"predicted for {planned}, delivered with {given}: number and size of the spheres differ, and so may their spread");
        }

        if (!parsed.GetValue(CompareOptions.SameCatheterPosition))
        {
            yield return new("catheter-position-unknown", "nothing says that the catheter stood where it stood at the prediction; a difference may come from that alone (--same-catheter-position)");
        }

        if (parsed.GetValue(CompareOptions.Transform) is null)
        {
            yield return new("registration-assumed", "no transform is given: both doses are taken as registered to one another; the files carry no frame of reference");
        }

        if (resolution is null)
        {
            yield return new("resolution-not-matched", "the resolutions of both images are not matched; point-by-point numbers also tell the difference of their blur (--predicted-fwhm-mm, --delivered-fwhm-mm)");
        }

        if (Liver(predicted) is { } first && Liver(delivered) is { } second && Math.Abs(second - first) > LiverVolumeTolerance * first)
        {
            yield return new("liver-volume-differs", $"the liver is {first:0.#} mL in the predicted run and {second:0.#} mL in the delivered one");
        }

        if (predicted.Run?.Quantification.Convention is { } a && delivered.Run?.Quantification.Convention is { } b && a != b)
        {
            yield return new("energy-convention-differs", $"predicted with {a}, delivered with {b}: up to 1.3 % of the difference is that alone");
        }
    }

    private static double? Liver(ComparedDose side) =>
        side.Run?.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Liver, Derived: false })?.VolumeMl;
}
