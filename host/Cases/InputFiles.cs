using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Cases;

/// <summary>Which files an input is made of.</summary>
internal static class InputFiles
{
    private static readonly string[] Images = ["activity", "ct", "structures"];

    /// <summary>The files behind a path: those of a folder, the slices that belong to a DICOM file, a header's detached data, a table's provenance.</summary>
    internal static IReadOnlyList<string> Behind(string role, string path)
    {
        if (Directory.Exists(path))
        {
            return InputFolder.Files(path, withHidden: true);
        }

        if (role == "ct-calibration")
        {
            string source = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, PhysicsTable.SourceNameOf(Path.GetFileName(path)));
            return File.Exists(source) ? [path, source] : [path];
        }

        if (!Images.Contains(role))
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
