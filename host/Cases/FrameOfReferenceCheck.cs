using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Cases;

/// <summary>Whether the inputs lie in one frame of reference, or who says that they are registered.</summary>
internal static class FrameOfReferenceCheck
{
    /// <summary>
    /// Frame of reference that the dose will lie in: that of the activity image, or where that is moved, the one that the inputs which are not
    /// moved share; null where no DICOM input tells it.
    /// </summary>
    internal static string? DoseFrame(DoseCase dose, LoadedVolume activity, LoadedVolume? ct, IReadOnlyList<LoadedStructures> structures) =>
        dose.Transforms.ContainsKey("activity")
            ? Others(dose, ct, structures).FirstOrDefault(other => !dose.Transforms.ContainsKey(other.Input) && other.Frame is not null).Frame
            : activity.Dicom?.FrameOfReferenceUid;

    /// <summary>Warnings for inputs whose registration is assumed.</summary>
    /// <exception cref="InvalidInputException">Two DICOM inputs are in different frames and neither a transform nor --assume-registered settles it.</exception>
    internal static List<Warning> Of(DoseCase dose, LoadedVolume activity, LoadedVolume? ct, IReadOnlyList<LoadedStructures> structures)
    {
        var warnings = new List<Warning>();
        var unknown = new List<string>();
        bool isMoved = dose.Transforms.ContainsKey("activity");
        string? frame = DoseFrame(dose, activity, ct, structures);
        string whose = isMoved ? "another input that is not moved" : "the activity image";
        foreach ((string input, string path, string? other) in Others(dose, ct, structures))
        {
            if (dose.Transforms.ContainsKey(input) || (frame is not null && frame == other))
            {
                continue;
            }

            if (frame is null || other is null)
            {
                if (!isMoved)
                {
                    unknown.Add(input);
                }

                continue;
            }

            if (!dose.AssumeRegistered)
            {
                throw new InvalidInputException(
                    $"--{input} {path}: frame of reference {other}, that of {whose} is {frame}; give --transform {input}=FILE, or --assume-registered where the points agree as they stand");
            }

            warnings.Add(new("frame-of-reference-differs", $"--{input} {path}: its frame of reference differs from that of {whose}; taken as registered, as --assume-registered says"));
        }

        if (unknown.Count > 0 && !dose.AssumeRegistered)
        {
            warnings.Add(new("registration-assumed",
                $"no frame of reference ties {string.Join(" and ", unknown.Distinct())} to the activity image: they are taken as registered to one another"));
        }

        return warnings;
    }

    private static IEnumerable<(string Input, string Path, string? Frame)> Others(DoseCase dose, LoadedVolume? ct, IReadOnlyList<LoadedStructures> structures)
    {
        IEnumerable<(string Input, string Path, string? Frame)> others = structures.Select(load => ("structures", load.Path, load.FrameOfReferenceUid));
        return ct is null ? others : others.Prepend(("ct", dose.Ct!, ct.Dicom?.FrameOfReferenceUid));
    }
}
