using VoxelDose.Engine;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>What a run claims of the statistics of D_x and the mean, against how they spread over seeds.</summary>
public sealed class BatchUncertaintyTests
{
    private const int Side = 15;
    private const int Groups = 10;
    private static readonly int Seeds = Mc.Full ? 400 : 20;

    /// <summary>
    /// The standard deviation of n numbers is itself known to 1 / sqrt(2 (n - 1)) of itself. A claim rests on ten groups, nine degrees of freedom: its variance is known to
    /// sqrt(2 / 9), the root of the mean of n such variances to half of that over sqrt(n). Three standard errors of the two together: 51 % for 20 seeds, 12 % for 400. One group of
    /// ten left out instead of a half claimed 78 % too much for D95.
    /// </summary>
    [Fact]
    public void Dx_OverSeeds_SpreadsAsEachRunClaims()
    {
        (string Name, Func<DoseStatistics, double?> Value, Func<DoseStatistics, double?> Claim)[] numbers =
        [
            ("D95", d => d.D95Gy, d => d.StatisticalUncertainty!.D95Gy),
            ("D50", d => d.D50Gy, d => d.StatisticalUncertainty!.D50Gy),
            ("D5", d => d.D5Gy, d => d.StatisticalUncertainty!.D5Gy),
            ("mean", d => d.MeanGy, d => d.MeanGy * d.MeanUncertaintyParts!.Single(part => part.Name == "statistics").RelativeUncertainty),
        ];
        DoseStatistics[] runs = [.. Enumerable.Range(0, Seeds).AsParallel().Select(seed => Run((ulong)(5000 + seed)))];

        double allowed = 3 * Math.Sqrt((1 / (2.0 * (Seeds - 1))) + (1 / (2.0 * (Groups - 1) * Seeds)));
        var wrong = new List<string>();
        foreach ((string name, Func<DoseStatistics, double?> value, Func<DoseStatistics, double?> claim) in numbers)
        {
            double mean = runs.Average(run => value(run)!.Value);
            double spread = Math.Sqrt(runs.Sum(run => Math.Pow(value(run)!.Value - mean, 2)) / (Seeds - 1));
            double claimed = Math.Sqrt(runs.Average(run => Math.Pow(claim(run)!.Value, 2)));
            if (Math.Abs((claimed / spread) - 1) > allowed)
            {
                wrong.Add($"{name}: {claimed / mean:P2} claimed, {spread / mean:P2} found over {Seeds} seeds; allowed {allowed:P0}");
            }
        }

        Assert.Empty(wrong);
    }

    private static bool Inside(int voxel) =>
        Math.Abs((voxel % Side) - 7) <= 4 && Math.Abs((voxel / Side % Side) - 7) <= 4 && Math.Abs((voxel / (Side * Side)) - 7) <= 4;

    /// <summary>A cube of 729 voxels of 3 mm with activity rising threefold along x; about 80 decays a voxel, noise of 8 % in each.</summary>
    private static DoseStatistics Run(ulong seed)
    {
        VoxelGrid grid = VoxelGrid.AxisAligned(new(Side, Side, Side), new(3, 3, 3), default);
        DecayData decay = EnergyConventions.Get("Y-90", "ddep");
        using IArrayCompute compute = ComputeFactory.Create(new() { Kind = DeviceKind.Cpu });
        return new DoseEngine(compute).Run(new()
        {
            Image = new(grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(v => Inside(v) ? 1e6f * (1 + (((v % Side) - 3) / 4f)) : 0)]),
            Quantification = new()
            {
                Modality = ImageModality.Y90Pet,
                Calibration = CalibrationKind.Absolute,
                Units = ImageUnits.BqPerMl,
                Timing = ImageTiming.AfterAdministration(0, decay),
            },
            Structures = [Structure.FromCoverage("Tumor", StructureRole.Tumor, null, grid, v => Inside(v) ? 1 : 0)],
            Decay = decay,
            Methods = [DoseMethod.MonteCarlo],
            MonteCarlo = new() { Histories = 60_000, Seed = seed },
        }).Structures.Single(structure => structure.Name == "Tumor").Dose["mc"];
    }
}
