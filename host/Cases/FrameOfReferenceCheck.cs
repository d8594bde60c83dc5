using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Cases;

/// <summary>Whether the inputs lie in one frame of reference, or who says that they are registered.</summary>
internal static class FrameOfReferenceCheck
{
    /// <summary>Warnings for inputs whose registration is assumed.</summary>
    /// <exception cref="InvalidInputException">Two DICOM inputs are in different frames and neither a transform nor --assume-registered settles it.</exception>
    internal static List<Warning> Of(DoseCase dose, LoadedVolume activity, LoadedVolume? ct, IReadOnlyList<LoadedStructures> structures)
    {
        var warnings = new List<Warning>();
        var unknown = new List<string>();
        string? frame = activity.Dicom?.FrameOfReferenceUid;
        IEnumerable<(string Input, string Path, string? Frame)> others = structures.Select(load => ("structures", load.Path, load.FrameOfReferenceUid));
        if (ct is not null)
        {
            others = others.Prepend(("ct", dose.Ct!, ct.Dicom?.FrameOfReferenceUid));
        }

        foreach ((string input, string path, string? other) in others)
        {
            if (dose.Transforms.ContainsKey(input) || dose.Transforms.ContainsKey("activity") || (frame is not null && frame == other))
            {
                continue;
            }

            if (frame is null || other is null)
            {
                unknown.Add(input);
                continue;
            }

            if (!dose.AssumeRegistered)
            {
                throw new InvalidInputException(
                    $"--{input} {path}: frame of reference {other}, that of the activity image is {frame}; give --transform {input}=FILE, or --assume-registered where the points agree as they stand");
            }

            warnings.Add(new("frame-of-reference-differs", $"--{input} {path}: its frame of reference differs from that of the activity image; taken as registered, as --assume-registered says"));
        }

        if (unknown.Count > 0 && !dose.AssumeRegistered)
        {
            warnings.Add(new("registration-assumed",
                $"no frame of reference ties {string.Join(" and ", unknown.Distinct())} to the activity image: they are taken as registered to one another"));
        }

        return warnings;
    }
}
