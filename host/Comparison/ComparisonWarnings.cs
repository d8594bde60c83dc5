using System.CommandLine;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Comparison;

/// <summary>What a reader of the comparison has to know about its two sides.</summary>
internal static class ComparisonWarnings
{
    /// <summary>Relative difference of liver volumes above which they are probably not the same liver.</summary>
    private const double LiverVolumeTolerance = 0.1;

    internal static IEnumerable<Warning> Of(ParseResult parsed, ComparedDose predicted, ComparedDose delivered, ResolutionMatching? resolution, IReadOnlyList<ThresholdSet> sets)
    {
        foreach ((ComparedDose side, string note) in new[] { predicted, delivered }.SelectMany(side => side.Notes.Select(note => (side, note))))
        {
            yield return new("file-assumption", $"{side.VolumePath}: {note}");
        }

        string? planned = parsed.GetValue(CompareOptions.PredictedDeviceType);
        string? given = parsed.GetValue(CompareOptions.DeliveredDeviceType);
        if (planned is null || given is null)
        {
            yield return new("device-type-unknown", "it is not known whether prediction and delivery are of one kind of microspheres (--predicted-device-type, --delivered-device-type)" +
                (given is null ? "; limits of every kind are looked at" : ""));
        }
        else if (planned != given)
        {
            yield return new("device-type-differs", $"predicted for {planned}, delivered with {given}: number and size of the spheres differ, and so may their spread; both doses are held against limits of {given}");
        }

        foreach (ThresholdSet set in sets.Where(set => given is not null && !set.IsOfDevice(given)))
        {
            yield return new("threshold-set-of-another-device", $"threshold set '{set.Name}' is of {string.Join(", ", set.Limits.Select(limit => limit.Device).Distinct())}, and {given} was given: its limits are on another scale");
        }

        if (predicted.Identity.PatientId is { } one && delivered.Identity.PatientId is { } other && one != other)
        {
            yield return new("patient-differs", "PatientID (0010,0020) of the predicted and of the delivered dose differ: these are two patients, or one under two numbers");
        }

        if (!parsed.GetValue(CompareOptions.SameCatheterPosition))
        {
            yield return new("catheter-position-unknown", "nothing says that the catheter stood where it stood at the prediction; a difference may come from that alone (--same-catheter-position)");
        }

        if (parsed.GetValue(CompareOptions.Transform) is null && Registration(predicted.Identity.FrameOfReferenceUid, delivered.Identity.FrameOfReferenceUid) is { } registration)
        {
            yield return registration;
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

    /// <summary>Structures of which a dose tells only a part.</summary>
    internal static IEnumerable<Warning> OfCoverage(IReadOnlyList<StructureComparison> structures)
    {
        // Rounding of grids may lose this share at the edge.
        const double negligible = 1e-3;
        foreach (StructureComparison one in structures.Where(one => Math.Min(one.PredictedCoveredFraction, one.DeliveredCoveredFraction) < 1 - negligible))
        {
            yield return new("structure-partly-covered", $"'{one.Name}': the predicted dose covers {100 * one.PredictedCoveredFraction:0.#} % of it, the delivered one {100 * one.DeliveredCoveredFraction:0.#} %; its numbers are of that part" +
                (one.IsCovered ? string.Empty : $", and below {100 * StructureComparison.LeastCoveredFraction:0} % it is neither held against limits nor counted in the agreement"));
        }
    }

    /// <summary>What is assumed where no transform is given; null where both doses lie in one frame of reference.</summary>
    private static Warning? Registration(string? predicted, string? delivered) => (predicted, delivered) switch
    {
        ({ } a, { } b) when a == b => null,
        ({ }, { }) => new("frame-of-reference-differs", "no transform is given, and by their headers the doses lie in two frames of reference: nothing ties their points to one another, they are taken as registered (--transform)"),
        _ => new("registration-assumed", "no transform is given: both doses are taken as registered to one another; no frame of reference of both is known"),
    };

    private static double? Liver(ComparedDose side) =>
        side.Run?.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Liver, Derived: false })?.VolumeMl;
}
