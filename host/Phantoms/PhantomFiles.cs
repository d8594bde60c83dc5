using System.Text.Json;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Labels;

namespace VoxelDose.Host.Phantoms;

/// <summary>Writes a phantom as the files of a case that `dose` runs as it is, with its truth beside them.</summary>
internal static class PhantomFiles
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    internal static void Write(OutputFolder folder, Phantom phantom)
    {
        VolumeFile.Write(folder.PathOf("activity.nrrd"), phantom.ActivityBqPerMl, "activity concentration at administration (simulated)", "Bq/mL");
        VolumeFile.Write(folder.PathOf("ct.nrrd"), phantom.CtHounsfield, "CT (simulated)", "HU");
        SlicerSegmentationWriter.Write(folder.PathOf("structures.seg.nrrd"), phantom.Structures);
        File.WriteAllText(folder.PathOf("case.json"), JsonSerializer.Serialize(CaseOf(phantom), Layout) + "\n");
        File.WriteAllText(folder.PathOf("truth.json"), JsonSerializer.Serialize(TruthOf(phantom), Layout) + "\n");
    }

    private static Dictionary<string, object> CaseOf(Phantom phantom) => new()
    {
        ["comment"] = $"{phantom.Recipe.Description}; simulated, no patient",
        ["activity"] = "activity.nrrd",
        ["modality"] = "y90-pet",
        ["activity-units"] = "bq-per-ml",
        ["calibration"] = "absolute",
        ["hours-after-administration"] = 0,
        ["administered-mbq"] = phantom.Recipe.Total.Megabecquerel,
        ["residual-mbq"] = 0,
        ["structures"] = "structures.seg.nrrd",
        ["role"] = phantom.Structures.ToDictionary(s => s.Name, s => Reports.RoleWord.Of(s.Role)),
        ["ct"] = "ct.nrrd",
    };

    private static object TruthOf(Phantom phantom) => new
    {
        simulated = true,
        recipe = phantom.Recipe.Name,
        description = phantom.Recipe.Description,
        totalActivityMBq = phantom.Recipe.Total.Megabecquerel,
        structures = phantom.Structures.Select(s => new
        {
            name = s.Name,
            role = Reports.RoleWord.Of(s.Role),
            volumeMl = s.VolumeMl,
            activityMBq = Sum(s, phantom) / 1e6,
        }),
    };

    private static double Sum(Structure structure, Phantom phantom) =>
        StructureSampler.Sample(structure, phantom.ActivityBqPerMl.Grid, [phantom.ActivityBqPerMl.Values]).Integral(0) ?? 0;
}
