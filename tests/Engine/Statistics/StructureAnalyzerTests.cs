using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class StructureAnalyzerTests
{
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(10, 10, 10), new(2, 2, 2.5));

    private static DoseImages Images(float doseGy) => new()
    {
        Grid = Grid,
        DosesGy = [new("ldm", TestSamples.Field(Grid, _ => doseGy)), new("vsv", TestSamples.Field(Grid, p => doseGy * p.X))],
        ActivityBqPerMl = TestSamples.Field(Grid, _ => 2e6),
        UniformDensity = MassDensity.FromGramPerMl(1.05),
        HalfLifeH = 64.1,
    };

    [Fact]
    public void Analyze_KnownImages_GivesVolumeMassActivityAndBothDoses()
    {
        Structure box = TestSamples.Box(Grid, 1, 1, 1, 4, 5, 2, "T", StructureRole.Tumor);

        StructureAnalysis found = StructureAnalyzer.Analyze(box, Images(70), RadiobiologyParameters.Tumor);

        Assert.Equal(40 * 0.01, found.Result.VolumeMl, 12);
        Assert.Equal(0.42, found.Result.MassG!.Value, 12);
        Assert.Equal(0.8, found.Result.ActivityMBq!.Value, 12);
        Assert.Equal(40, found.Result.VoxelCount);
        Assert.Equal(70, found.Result.Dose["ldm"].MeanGy!.Value, 12);
        Assert.Equal(350, found.Result.Dose["vsv"].MeanGy!.Value, 4);
        Assert.Equal(0, found.Result.Dose["ldm"].DiscretisationGy!.Value, 4);
        Assert.Equal(["ldm", "vsv"], found.Dvh.Select(curve => curve.Method));
    }

    [Fact]
    public void Analyze_StructureBesideTheImage_KnowsItsVolumeAndNothingElse()
    {
        var far = VoxelGrid.AxisAligned(new(2, 2, 2), new(1, 1, 1), new(500, 0, 0));

        StructureAnalysis found = StructureAnalyzer.Analyze(TestSamples.Box(far, 0, 0, 0, 1, 1, 1), Images(70), null);

        Assert.Equal(0.008, found.Result.VolumeMl, 12);
        Assert.Equal(0, found.Result.CoveredFraction);
        Assert.Null(found.Result.MassG);
        Assert.Null(found.Result.ActivityMBq);
        Assert.Null(found.Result.Dose["ldm"].MeanGy);
        Assert.Null(found.Result.Dose["ldm"].DiscretisationGy);
        Assert.Empty(found.Dvh[0].DoseGy);
    }
}
