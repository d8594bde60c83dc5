using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Batch;

/// <summary>Every file that a case reads, whatever option leads to it.</summary>
internal static class CaseInputFiles
{
    /// <summary>Files that say how to reach inputs, and are none.</summary>
    internal static IReadOnlyList<string> NoInputs { get; } = ["out", "credentials"];

    private static readonly string[] Images = ["activity", "ct", "structures"];

    /// <summary>Options and the files or folders that they name, in a fixed order.</summary>
    internal static IEnumerable<(string Option, string Path)> Named(IReadOnlyDictionary<string, RawValue> values)
    {
        foreach (CaseOption option in DoseOptions.All.Where(option => values.ContainsKey(option.Name) && !NoInputs.Contains(option.Name)))
        {
            foreach (string word in values[option.Name].Values)
            {
                if (option.Kind == CaseOptionKind.Path)
                {
                    yield return (option.Name, word);
                }
                else if (option.Kind == CaseOptionKind.PathPair)
                {
                    yield return ($"{option.Name} {word[..word.LastIndexOf('=')].Trim()}", word[(word.LastIndexOf('=') + 1)..].Trim());
                }
                else if (option.Name == "threshold-set" && File.Exists(word))
                {
                    yield return (option.Name, word);
                }
            }
        }
    }

    /// <summary>The files behind a path: those of a folder, the slices that belong to a DICOM file, a header's detached data, a table's provenance.</summary>
    internal static IReadOnlyList<string> Behind(string option, string path)
    {
        if (Directory.Exists(path))
        {
            return [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        }

        if (option == "ct-calibration")
        {
            string source = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, PhysicsTable.SourceNameOf(Path.GetFileName(path)));
            return File.Exists(source) ? [path, source] : [path];
        }

        if (!Images.Contains(option))
        {
            return [path];
        }

        try
        {
            if (DicomSeriesFinder.IsDicom(path))
            {
                return [.. DicomSeriesFinder.Find(path)[0].Paths];
            }

            string data = ImageFile.ReadHeader(path).Payload.Path;
            return Path.GetFullPath(data) == Path.GetFullPath(path) ? [path] : [path, data];
        }
        catch (InvalidInputException)
        {
            // The case itself says what is wrong with it.
            return [path];
        }
    }
}
