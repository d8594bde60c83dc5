using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Labels;

/// <summary>
/// An image of whole numbers in which each number above 0 is a structure. Names come from the file or from a table beside it
/// (<see cref="LabelNames"/>); a value without a name is called `Label N`.
/// </summary>
internal static class LabelMap
{
    internal static IReadOnlyList<Structure> Read(ImageHeader header)
    {
        if (header.Payload.Layers > 1)
        {
            throw InputError.Of(header.Path, "number of layers", header.Payload.Layers, "one value a voxel", "only Slicer segmentations (.seg.nrrd) hold layers with names");
        }

        IReadOnlyDictionary<int, LabelName> names = LabelNames.FindBeside(header.Path) ?? header.LabelNames;
        return [.. LabelRuns.Read(header)[0].OrderBy(entry => entry.Key).Select(entry =>
        {
            string name = names.TryGetValue(entry.Key, out LabelName? known) ? known.Name : $"Label {entry.Key}";
            return new Structure(name, StructureRoles.FromName(name), known?.Color, header.Grid, entry.Value);
        })];
    }
}
