using System.Text.Json;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Labels;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Phantoms;

/// <summary>Writes a phantom as the files of a case that `dose` runs as it is, with its truth beside them.</summary>
internal static class PhantomFiles
{
    /// <summary>Seeds of the two images of a pair differ by this, so that their noise is independent.</summary>
    private const int PredictionSeedOffset = 1_000_003;

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    internal static void Write(OutputFolder folder, Phantom phantom, PhantomScan scan)
    {
        Volume image = Imaged(phantom.ActivityBqPerMl, scan, scan.Seed);
        VolumeFile.Write(folder.PathOf("activity.nrrd"), image, "activity concentration at administration (simulated)", "Bq/mL");
        VolumeFile.Write(folder.PathOf("ct.nrrd"), scan.Ct ?? phantom.CtHounsfield, "CT (simulated activity, see truth.json)", "HU");
        SlicerSegmentationWriter.Write(folder.PathOf("structures.seg.nrrd"), phantom.Structures);
        WriteJson(folder.PathOf("case.json"), CaseOf(phantom));
        WriteJson(folder.PathOf("truth.json"), TruthOf(phantom, scan));
        if (phantom.PredictedRelative is { } predicted)
        {
            Volume counts = Imaged(predicted, scan, scan.Seed + PredictionSeedOffset);
            VolumeFile.Write(folder.PathOf("predicted.nrrd"), counts, "99mTc-MAA, relative concentration (simulated)", "counts");
            WriteJson(folder.PathOf("case-predicted.json"), PredictedCaseOf(phantom));
        }
    }

    private static Volume Imaged(Volume truth, PhantomScan scan, int seed)
    {
        Volume blurred = PhantomImaging.Blur(truth, scan.PsfMm);
        return scan.HasNoise ? PhantomImaging.AddNoise(blurred, seed) : blurred;
    }

    private static void WriteJson(string path, object value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Layout) + "\n");

    private static Dictionary<string, object> CaseOf(Phantom phantom)
    {
        Dictionary<string, object> dose = CommonCase(phantom);
        dose["activity"] = "activity.nrrd";
        dose["modality"] = "y90-pet";
        dose["activity-units"] = "bq-per-ml";
        dose["calibration"] = "absolute";
        dose["hours-after-administration"] = 0;
        return dose;
    }

    private static Dictionary<string, object> PredictedCaseOf(Phantom phantom)
    {
        Dictionary<string, object> dose = CommonCase(phantom);
        dose["activity"] = "predicted.nrrd";
        dose["modality"] = "tc99m-maa-spect";
        dose["calibration"] = "relative";
        dose["lung-shunt"] = phantom.Recipe.PredictedLungShunt!.Value;
        return dose;
    }

    private static Dictionary<string, object> CommonCase(Phantom phantom)
    {
        var dose = new Dictionary<string, object>
        {
            ["comment"] = $"{phantom.Recipe.Description}; simulated, no patient",
            ["administered-mbq"] = phantom.Recipe.Total.Megabecquerel,
            ["residual-mbq"] = 0,
            ["structures"] = "structures.seg.nrrd",
            ["role"] = phantom.Structures.ToDictionary(s => s.Name, s => RoleWord.Of(s.Role)),
            ["ct"] = "ct.nrrd",
        };
        if (phantom.Recipe.UniformDensity is { } density)
        {
            dose["density"] = $"uniform:{density.GramPerMl}";
        }

        return dose;
    }

    private static object TruthOf(Phantom phantom, PhantomScan scan) => new
    {
        simulated = true,
        recipe = phantom.Recipe.Name,
        description = phantom.Recipe.Description,
        seed = scan.Seed,
        psfFwhmMm = scan.PsfMm,
        noise = scan.HasNoise,
        totalActivityMBq = phantom.Recipe.Total.Megabecquerel,
        structures = phantom.Structures.Select(s => StructureTruth(s, phantom)),
    };

    /// <summary>
    /// What is true of the voxels before imaging. Local deposition has a closed form everywhere (J/GBq times activity over mass); the mean of a
    /// continuous sphere alone in a cold medium is that times its self-absorbed fraction, and its voxels differ from it by their edges.
    /// </summary>
    private static object StructureTruth(Structure structure, Phantom phantom)
    {
        MassDensity density = phantom.Recipe.UniformDensity ?? MassDensity.FromGramPerMl(Cases.DoseCase.DefaultDensityGPerMl);
        DecayData decay = EnergyConventions.Get("Y-90", EnergyConventions.DefaultId("Y-90"));
        double activityBq = StructureSampler.Sample(structure, phantom.ActivityBqPerMl.Grid, [phantom.ActivityBqPerMl.Values]).Integral(0) ?? 0;
        double kilogram = structure.VolumeMl * density.GramPerMl / Constants.GramsPerKilogram;
        double localGy = decay.JPerGBq * Activity.FromBecquerel(activityBq).Gigabecquerel / kilogram;
        double? sphereMm = phantom.Recipe.Regions.Single(r => r.Name == structure.Name).LoneSphereMm;
        double? selfAbsorbed = sphereMm is { } d ? PointKernel.Load("Y-90").SphereSelfAbsorbedFraction(d, density) : null;
        return new
        {
            name = structure.Name,
            role = RoleWord.Of(structure.Role),
            volumeMl = structure.VolumeMl,
            activityMBq = Activity.FromBecquerel(activityBq).Megabecquerel,
            energyConvention = decay.Convention,
            densityGPerMl = density.GramPerMl,
            localDepositionMeanGy = localGy,
            diameterMm = sphereMm,
            sphereSelfAbsorbedFraction = selfAbsorbed,
            sphereMeanGy = selfAbsorbed * localGy,
        };
    }
}
