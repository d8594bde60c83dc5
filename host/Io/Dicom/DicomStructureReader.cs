using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Reads the structures of an RTSTRUCT or SEG, or of the one such object in a folder.</summary>
internal static class DicomStructureReader
{
    private static readonly string[] Modalities = ["RTSTRUCT", "SEG"];

    /// <exception cref="InvalidInputException">None or several objects are there, or the one is damaged or not supported.</exception>
    internal static DicomStructures Read(string path)
    {
        string file = Directory.Exists(path) ? OnlyOne(path) : path;
        DicomFile opened = DicomFile.Open(file);
        string? sopClass = opened.Dataset.TryGetText(DicomTag.SOPClassUID);
        return sopClass == DicomUID.RTStructureSetStorage.UID ? RtStructReader.Read(opened.Dataset)
            : sopClass == DicomUID.SegmentationStorage.UID ? SegReader.Read(opened)
            : throw new InvalidInputException($"{file}: SOP class {sopClass} holds no structures; expected an RT structure set or a segmentation");
    }

    private static string OnlyOne(string folder)
    {
        DicomSeries[] found = [.. DicomSeriesFinder.Find(folder).Where(series => Modalities.Contains(series.Modality))];
        string list = string.Concat(found.Select(series => $"\n  {series}"));
        return found is [{ Paths: [string only] }]
            ? only
            : throw new InvalidInputException(found.Length == 0
                ? $"{folder}: the folder holds neither an RTSTRUCT nor a SEG"
                : $"{folder}: found several RTSTRUCT or SEG objects, expected one; name the file that is meant (--structures can be given several times):{list}");
    }
}
