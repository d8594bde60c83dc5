using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Groups the DICOM files of a folder (and the folders in it) by SeriesInstanceUID.</summary>
internal static class DicomSeriesFinder
{
    private const string DirectoryRecord = "1.2.840.10008.1.3.10";

    /// <summary>True where a path is a folder that holds DICOM files, or a DICOM file.</summary>
    internal static bool IsDicom(string path) => Directory.Exists(path)
        ? InputFolder.Files(path).Any(DicomFile.HasValidHeader)
        : File.Exists(path) && DicomFile.HasValidHeader(path);

    /// <summary>The series of a folder; of a file: its own series, as far as it lies in the file's folder.</summary>
    internal static IReadOnlyList<DicomSeries> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            DicomDataset own = DicomFile.Open(path, headerOnly: true).Dataset;
            string? uid = own.TryGetText(DicomTag.SeriesInstanceUID);
            bool isWhole = uid is null || own.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1) > 1 || !own.Contains(DicomTag.ImagePositionPatient);
            DicomSeries alone = new(uid ?? "no UID", own.TryGetText(DicomTag.Modality) ?? "no modality", own.TryGetText(DicomTag.SeriesDescription), [path]);
            if (isWhole)
            {
                return [alone];
            }

            // A header that tells neither modality nor class groups with nothing, not even with itself.
            DicomSeries? series = Group(Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!)).Find(found => found.Uid == uid);
            return [series ?? alone];
        }

        List<DicomSeries> found = Group(InputFolder.Files(path));
        return found.Count > 0 ? found : throw new InvalidInputException($"{path}: the folder holds no DICOM file");
    }

    private static List<DicomSeries> Group(IEnumerable<string> files)
    {
        var bySeries = new SortedDictionary<string, (string Modality, string? Description, List<string> Paths)>(StringComparer.Ordinal);
        foreach (string file in files.Order(StringComparer.Ordinal).Where(DicomFile.HasValidHeader))
        {
            DicomDataset header = DicomFile.Open(file, headerOnly: true).Dataset;
            if (header.TryGetText(DicomTag.Modality) is null && header.TryGetText(DicomTag.SOPClassUID) is null or DirectoryRecord)
            {
                continue; // a DICOMDIR describes the others
            }

            // Anonymising may blank the UIDs; such files of one folder can only be told to belong together by being there.
            string uid = header.TryGetText(DicomTag.SeriesInstanceUID) ?? $"without UID in {Path.GetDirectoryName(file)}";
            if (!bySeries.TryGetValue(uid, out (string Modality, string? Description, List<string> Paths) series))
            {
                series = (header.TryGetText(DicomTag.Modality) ?? "no modality", header.TryGetText(DicomTag.SeriesDescription), []);
                bySeries.Add(uid, series);
            }

            series.Paths.Add(file);
        }

        return [.. bySeries.Select(entry => new DicomSeries(entry.Key, entry.Value.Modality, entry.Value.Description, entry.Value.Paths))];
    }
}
