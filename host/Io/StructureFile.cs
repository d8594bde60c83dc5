using VoxelDose.Engine.Structures;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Io.Labels;

namespace VoxelDose.Host.Io;

/// <summary>Reads structures from Slicer segmentations, label maps, RTSTRUCT and DICOM SEG.</summary>
internal static class StructureFile
{
    /// <summary>Reads all structures of a file in the order in which it names them; label maps in ascending order of their values.</summary>
    /// <exception cref="Engine.Errors.InvalidInputException">The file is absent, damaged, not supported, or no label map.</exception>
    internal static IReadOnlyList<Structure> Read(string path) => Load(path).Structures;

    /// <summary>Reads all structures with what else the file says of them.</summary>
    /// <exception cref="Engine.Errors.InvalidInputException">The file is absent, damaged, not supported, or holds no structure.</exception>
    internal static LoadedStructures Load(string path)
    {
        if (Directory.Exists(path) || DicomSeriesFinder.IsDicom(path))
        {
            DicomStructures dicom = DicomStructureReader.Read(path);
            return new(path, dicom.Structures, dicom.FrameOfReferenceUid, dicom.Warnings);
        }

        return new(path, ReadLabels(path), null, []);
    }

    private static IReadOnlyList<Structure> ReadLabels(string path)
    {
        ImageHeader header = ImageFile.ReadHeader(path);
        IReadOnlyList<Structure> structures = SlicerSegmentation.Is(header) ? SlicerSegmentation.Read(header) : LabelMap.Read(header);
        return structures.Count > 0 ? structures : throw InputError.Of(path, "there is no structure in it: every voxel is 0");
    }
}
