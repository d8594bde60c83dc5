using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Engine.Statistics;

/// <summary>A real 90Y PET and its segmentation on a finer grid, by local deposition (49.67 J/GBq, 1.05 g/mL, time 0).</summary>
public sealed class Patient1StatisticsTests
{
    private const string Pet = "data/real/taranis-patient-1/patient_1_Y90_PET.nrrd";
    private const string Segmentation = "data/real/taranis-patient-1/patient_1_Segmentation.seg.nrrd";
    private static readonly Lazy<(IReadOnlyList<Structure> Structures, DoseImages Images)> Patient = new(Load);

    /// <summary>Volumes to the digits given, doses within half a percent, as the project agreed.</summary>
    [SharedDataFact(Pet, Segmentation)]
    public void Analyze_Tumors_HaveTheAgreedVolumesAndMeans()
    {
        foreach ((string name, double volumeMl, double halfDigit, double meanGy) in new[]
        {
            ("Liver", 1488.5, 0.05, 33.3), ("Tumor 1", 15.63, 0.005, 67.2), ("Tumor 2", 209.6, 0.05, 162.9), ("Tumor 4", 0.52, 0.005, 293.5),
        })
        {
            StructureResult found = Analyze(Patient.Value.Structures.Single(s => s.Name == name));
            Assert.InRange(found.VolumeMl, volumeMl - halfDigit, volumeMl + halfDigit);
            Assert.InRange(found.Dose["ldm"].MeanGy!.Value / meanGy, 0.995, 1.005);
            Assert.Equal(1, found.CoveredFraction, 6);
        }
    }

    [SharedDataFact(Pet, Segmentation)]
    public void Analyze_TumorOfTwoTenthsOfAMillilitre_HasEveryStatisticFlagAndUncertainty()
    {
        (IReadOnlyList<Structure> structures, DoseImages images) = Patient.Value;
        Structure tumor = structures.Single(s => s.Name == "Tumor 3");

        StructureResult found = StructureAnalyzer.Analyze(
            tumor,
            images with
            {
                DccVolumesMl = [0.05, 0.5],
                Biology = new()
                {
                    GeudExponents = new Dictionary<StructureRole, double> { [StructureRole.Tumor] = -10 },
                    Earlier = [EarlierDose.Onto(images.Grid, new("before", images.HalfLifeH, new(images.Grid, images.DosesGy[0].Value), new Dictionary<string, double>()))],
                },
            },
            new(10, 1.5, 0.02, "test")).Result;

        DoseStatistics s = found.Dose["ldm"];
        Assert.InRange(found.VolumeMl, 0.15, 0.25);
        double?[] descending = [s.MaxGy, s.D2Gy, s.D5Gy, s.D20Gy, s.D50Gy, s.D70Gy, s.D90Gy, s.D95Gy, s.D98Gy, s.MinGy];
        Assert.All(descending, dose => Assert.True(dose > 0));
        Assert.Equal(descending.OrderDescending(), descending);
        Assert.InRange(s.MeanGy!.Value, s.MinGy!.Value, s.MaxGy!.Value);
        // 0.05 mL are 23 % of it; 0.5 mL do not fit.
        Assert.Equal([0.05, 0.5], s.Dcc.Select(d => d.VolumeMl));
        Assert.InRange(s.Dcc[0].DoseGy!.Value, s.D50Gy!.Value, s.D20Gy!.Value);
        Assert.Null(s.Dcc[1].DoseGy);
        Assert.Equal((s.D2Gy - s.D98Gy) / s.D50Gy, s.HomogeneityIndex);
        Assert.InRange(s.EudGy!.Value, s.MinGy!.Value, s.MeanGy!.Value);
        Assert.InRange(s.EubedGy!.Value, s.EudGy.Value, s.BedMeanGy!.Value);
        Assert.InRange(s.GeudGy!.Value, s.MinGy.Value, s.MeanGy.Value);
        // The same treatment once more, as an earlier one: twice the BED, everywhere known.
        Assert.Equal(2 * s.BedMeanGy.Value, s.Cumulative!.BedMeanGy, 3);
        Assert.True(s.Cumulative.IsComplete);
        Assert.True(s.SdGy > 0 && s.BedMeanGy > s.MeanGy && s.Eqd2MeanGy > 0 && s.DiscretisationGy >= 0);
        // So small a lesion is uncertain by tens of percent, as published budgets are (14 to over 100 %).
        Assert.InRange(s.MeanUncertaintyGy!.Value / s.MeanGy.Value, 0.14, 1.5);
        Assert.Equal(["volume", "calibration", "decay", "kernel", "density"], s.MeanUncertaintyParts!.Select(part => part.Name));
        Assert.Contains(StructureFlags.Small, StructureFlags.Find([tumor], images.Grid, [found.CoveredFraction])[0].Select(flag => flag.Code));
    }

    private static StructureResult Analyze(Structure structure) =>
        StructureAnalyzer.Analyze(structure, Patient.Value.Images, RadiobiologyParameters.DefaultFor(structure.Role)).Result;

    private static (IReadOnlyList<Structure> Structures, DoseImages Images) Load()
    {
        Volume pet = VolumeFile.Read(SharedData.PathOf(Pet)).Volume;
        const double jPerGBq = 49.67;
        const double kgPerMl = 1.05e-3;
        return (StructureFile.Read(SharedData.PathOf(Segmentation)), new()
        {
            Grid = pet.Grid,
            DosesGy = [new("ldm", Array.ConvertAll(pet.Values, bqPerMl => (float)(bqPerMl * 1e-9 * jPerGBq / kgPerMl)))],
            ActivityBqPerMl = pet.Values,
            UniformDensity = MassDensity.FromGramPerMl(1.05),
            HalfLifeH = 64.1,
            Uncertainty = UncertaintyAssumptions.Default(isAbsolute: true),
        });
    }
}
