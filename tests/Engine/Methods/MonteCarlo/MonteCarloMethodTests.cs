using VoxelDose.Engine;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>Monte Carlo through the engine's facade, beside the other methods.</summary>
public class MonteCarloMethodTests
{
    private static readonly VoxelGrid Grid = new(new(20, 20, 20), new(3, 3, 3), default, Mat3.Identity);

    [Theory]
    [InlineData("Y-90", ImageModality.Y90Pet)]
    [InlineData("Ho-166", ImageModality.Ho166Spect)]
    [InlineData("P-32", ImageModality.P32Spect)]
    public void Run_InWater_AgreesWithVoxelSValues(string nuclide, ImageModality modality)
    {
        DoseResult result = Run(Request(v => Inside(v) ? 1e6f : 0, nuclide, modality));

        DoseStatistics vsv = result.Structures[0].Dose["vsv"];
        DoseStatistics mc = result.Structures[0].Dose["mc"];

        // The kernel of the convolution is known to 0.3 % in range, worth as much here; statistics beside it. Of 166Ho's gamma and X rays, which
        // Monte Carlo leaves out, the table holds what water absorbs within 12 mm: 0.5 % of the energy at most (the next test).
        double photons = nuclide == "Ho-166" ? 0.005 : 0;
        double allowed = ((0.003 + photons) * vsv.MeanGy!.Value) + (3 * mc.MeanUncertaintyParts!.Single(part => part.Name == "statistics").RelativeUncertainty * mc.MeanGy!.Value);
        Assert.InRange(Math.Abs(mc.MeanGy!.Value - vsv.MeanGy.Value), 0, allowed);
        Assert.NotNull(mc.StatisticalUncertainty?.D50Gy);
        Assert.Null(vsv.StatisticalUncertainty);
    }

    /// <summary>Photons of 166Ho that water absorbs within 12 mm, as a share of all its energy: the sum of the photon kernel's shells.</summary>
    [Fact]
    public void PhotonsOfHolmium_NearTheDecay_AreFewerThanTheMethodsMayDiffer()
    {
        PhysicsTable photons = PhysicsTable.Embedded("ho166-egsnrc-photon-dpk-water.csv");
        double nearMeV = photons.NumericRows().Where(row => row[1] <= 12).Sum(row => row[2]);
        Assert.InRange(nearMeV / EnergyConventions.Get("Ho-166", "icrp107").MeanEnergyMeV, 0.001, 0.005);
    }

    [Fact]
    public void Run_WithUncertainty_SaysWhatWasReachedAndWhere()
    {
        MethodResult mc = Run(Request(v => Inside(v) ? 1e6f : 0)).Methods.Single(method => method.Id == "mc");

        Assert.Equal("tumors", mc.MonteCarlo!.Target);
        Assert.True(mc.MonteCarlo.IsTargetReached);
        Assert.InRange(mc.MonteCarlo.ReachedUncertainty!.Value, 0.001, 0.05);
        Assert.NotNull(mc.RelativeUncertainty);
    }

    [Fact]
    public void Run_TellsDecaysUncertaintyAndShare_AndEndsAtTheWhole()
    {
        var stages = new List<EngineStage>();
        using IArrayCompute compute = ComputeFactory.Create(new() { Kind = DeviceKind.Cpu });
        new DoseEngine(compute).Run(Request(v => Inside(v) ? 1e6f : 0), stages.Add);

        EngineStage[] told = [.. stages.Where(stage => stage.Name.StartsWith("mc: ", StringComparison.Ordinal))];
        Assert.True(told.Length > 20, $"{told.Length} told");
        Assert.DoesNotContain("uncertainty", told[0].Name, StringComparison.Ordinal); // no round of batches is whole yet
        Assert.Matches("^mc: [0-9.]+e[0-9]+ of about [0-9.]+e[0-9]+ decays, uncertainty [0-9.]+ % in tumors \\(5 % asked\\)$", told[^1].Name);
        Assert.Equal(1, told[^1].Done!.Value, 1e-9);
        Assert.True(told.Zip(told.Skip(1)).Count(pair => pair.Second.Done < pair.First.Done) <= told.Length / 10, "the share falls only where a new uncertainty makes the plan longer");
    }

    [Fact]
    public void Run_NegativeVoxels_AreSetToZeroAndSaid()
    {
        DoseResult result = Run(Request(v => Inside(v) ? 1e6f : -1e4f));

        Assert.Contains(result.Warnings, warning => warning.Code == "mc-negative-set-to-zero");
        Assert.InRange(result.Methods.Single(method => method.Id == "mc").MonteCarlo!.NegativeFraction, 0.01, 1);
    }

    [Fact]
    public void Run_UncertaintyInUnknownStructure_IsRefused()
    {
        DoseRequest request = Request(v => Inside(v) ? 1e6f : 0);
        var error = Assert.Throws<InvalidInputException>(() =>
            Run(request with { MonteCarlo = request.MonteCarlo with { UncertaintyIn = "Spleen" } }));
        Assert.Contains("Tumor", error.Message, StringComparison.Ordinal);
    }

    private static bool Inside(int voxel)
    {
        (int x, int y, int z) = (voxel % 20, voxel / 20 % 20, voxel / 400);
        return ((x - 10) * (x - 10)) + ((y - 10) * (y - 10)) + ((z - 10) * (z - 10)) <= 16;
    }

    private static DoseResult Run(DoseRequest request)
    {
        using IArrayCompute compute = ComputeFactory.Create(new() { Kind = DeviceKind.Cpu });
        return new DoseEngine(compute).Run(request);
    }

    private static DoseRequest Request(Func<int, float> bqPerMl, string nuclide = "Y-90", ImageModality modality = ImageModality.Y90Pet)
    {
        float[] values = [.. Enumerable.Range(0, (int)Grid.Size.Count).Select(bqPerMl)];
        DecayData decay = EnergyConventions.Get(nuclide, EnergyConventions.DefaultId(nuclide));
        return new()
        {
            Image = new(Grid, values),
            Quantification = new()
            {
                Modality = modality,
                Calibration = CalibrationKind.Absolute,
                Units = ImageUnits.BqPerMl,
                Timing = ImageTiming.AfterAdministration(0, decay),
            },
            Structures = [Structure.FromCoverage("Tumor", StructureRole.Tumor, null, Grid, v => Inside(v) ? 1 : 0)],
            Decay = decay,
            Methods = [DoseMethod.VoxelS, DoseMethod.MonteCarlo],
            MonteCarlo = new() { Uncertainty = 0.05 },
        };
    }
}
