using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Statistics;

public sealed class CumulativeBedTests
{
    private const double HalfLifeH = 64.1;
    private static readonly RadiobiologyParameters Liver = RadiobiologyParameters.Liver;
    private static readonly VoxelGrid Now = VoxelGrid.AxisAligned(new(8, 8, 8), new(2, 2, 2));

    [Fact]
    public void Onto_CoarserShiftedGrid_InterpolatesAtTheVoxelCentres()
    {
        var grid = VoxelGrid.AxisAligned(new(5, 5, 5), new(4, 4, 4), new(-1, -1, -1));
        var placed = EarlierDose.Onto(Now, Treatment("first", grid, p => 30 + p.X + (2 * p.Y)));

        Vec3 at = Now.IndexToPoint.Apply(new(3, 1, 5));
        Assert.Equal(30 + at.X + (2 * at.Y), placed.DoseGy![3 + (8 * (1 + (8 * 5)))], 4);
        Assert.All(placed.Reach!, reach => Assert.Equal(1, reach));
    }

    [Fact]
    public void Onto_ImageElsewhere_IsRefused()
    {
        var grid = VoxelGrid.AxisAligned(new(5, 5, 5), new(4, 4, 4), new(900, 0, 0));

        string message = Assert.Throws<InvalidInputException>(() => EarlierDose.Onto(Now, Treatment("first", grid, _ => 30))).Message;

        Assert.Contains("'first'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_TwoTreatments_SumsTheirBedSampleBySample()
    {
        var grid = VoxelGrid.AxisAligned(new(12, 12, 12), new(2, 2, 2), new(-4, -4, -4));
        CumulativeDose sum = Analyze(p => 20 + p.Z, Treatment("first", grid, p => 30 + p.X, 50))!;

        double mean = 0;
        for (int z = 2; z <= 5; z++)
        {
            for (int x = 2; x <= 5; x++)
            {
                mean += (Radiobiology.BedGy(30 + (2 * x), 50, Liver) + Radiobiology.BedGy(20 + (2 * z), HalfLifeH, Liver)) / 16;
            }
        }

        Assert.Equal(mean, sum.BedMeanGy, 4);
        Assert.Equal(Radiobiology.Eqd2Gy(mean, Liver), sum.Eqd2MeanGy, 4);
        Assert.True(sum.IsComplete);
        Assert.Equal(Radiobiology.BedGy(40, 50, Liver) + Radiobiology.BedGy(30, HalfLifeH, Liver), sum.BedD5Gy, 3);
        TreatmentPart part = Assert.Single(sum.Earlier);
        Assert.Equal(("first", 50.0, 1.0), (part.Label, part.HalfLifeH, part.CoveredFraction));
        Assert.Equal(37, part.MeanGy!.Value, 4);
    }

    [Fact]
    public void Analyze_EarlierImageThatEndsInside_AddsNothingBeyondAndTellsTheShare()
    {
        // Reaches to x = 7 mm: the box's columns at 4 and 6 mm of four.
        var grid = VoxelGrid.AxisAligned(new(4, 8, 8), new(2, 2, 2));

        CumulativeDose sum = Analyze(_ => 10, Treatment("first", grid, _ => 10))!;

        Assert.False(sum.IsComplete);
        Assert.Equal(0.5, Assert.Single(sum.Earlier).CoveredFraction, 9);
        Assert.Equal(1.5 * Radiobiology.BedGy(10, HalfLifeH, Liver), sum.BedMeanGy, 4);
    }

    [Fact]
    public void Analyze_EarlierMeanDose_AddsTheBedOfThatMeanWhereItIsKnown()
    {
        CumulativeDose known = Analyze(_ => 10, new EarlierTreatment("177Lu", 51, null, new Dictionary<string, double> { ["box"] = 8 }))!;
        CumulativeDose unknown = Analyze(_ => 10, new EarlierTreatment("177Lu", 51, null, new Dictionary<string, double> { ["spleen"] = 8 }))!;

        double alone = Radiobiology.BedGy(10, HalfLifeH, Liver);
        Assert.Equal(alone + Radiobiology.BedGy(8, 51, Liver), known.BedMeanGy, 4);
        Assert.True(known.IsComplete);
        Assert.Equal(alone, unknown.BedMeanGy, 4);
        Assert.False(unknown.IsComplete);
        Assert.Null(unknown.Earlier[0].MeanGy);
    }

    [Fact]
    public void Analyze_NoEarlierTreatment_SaysNothing() => Assert.Null(Analyze(_ => 10));

    private static EarlierTreatment Treatment(string label, VoxelGrid grid, Func<Vec3, double> doseGy, double halfLifeH = HalfLifeH) =>
        new(label, halfLifeH, new(grid, TestSamples.Field(grid, doseGy)), new Dictionary<string, double>());

    private static CumulativeDose? Analyze(Func<Vec3, double> doseGy, params EarlierTreatment[] earlier)
    {
        Structure box = TestSamples.Box(Now, 2, 2, 2, 5, 5, 5, role: StructureRole.Liver);
        var images = new DoseImages
        {
            Grid = Now,
            DosesGy = [new("ldm", TestSamples.Field(Now, doseGy))],
            HalfLifeH = HalfLifeH,
            Biology = new() { Earlier = [.. earlier.Select(treatment => EarlierDose.Onto(Now, treatment))] },
        };
        return StructureAnalyzer.Analyze(box, images, Liver).Result.Dose["ldm"].Cumulative;
    }
}
