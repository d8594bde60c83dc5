using VoxelDose.Engine;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Planning;
using VoxelDose.Tests.Engine.Planning;

namespace VoxelDose.Tests.Host.Planning;

/// <summary>A liver block with a tumour block at T/N 5, uniform in each: partition is exact for local deposition; convolution loses at edges what the kernel carries across.</summary>
public sealed class PredictiveImageTests
{
    private const double Ratio = 5;

    private static readonly Size3 Size = new(24, 22, 20);
    private static readonly Vec3 SpacingMm = new(4, 4, 4);

    private static bool InLiver(int x, int y, int z) => x is >= 4 and < 20 && y is >= 4 and < 18 && z is >= 4 and < 16;

    private static bool InTumor(int x, int y, int z) => x is >= 8 and < 14 && y is >= 8 and < 13 && z is >= 7 and < 12;

    private static (int X, int Y, int Z) At(int n) => (n % Size.X, n / Size.X % Size.Y, n / (Size.X * Size.Y));

    private static double Uptake(int n)
    {
        (int x, int y, int z) = At(n);
        return InTumor(x, y, z) ? Ratio : InLiver(x, y, z) ? 1 : 0;
    }

    private static DoseResult Run(VoxelGrid grid, DecayData decay)
    {
        float[] counts = [.. Enumerable.Range(0, (int)Size.Count).Select(n => (float)Uptake(n))];
        Structure Make(string name, StructureRole role, Func<int, int, int, bool> inside) => Structure.FromCoverage(
            name, role, null, grid, n => inside(At(n).X, At(n).Y, At(n).Z) ? 1 : 0);
        using IArrayCompute compute = ComputeFactory.Create(new(DeviceKind.Cpu));
        return new DoseEngine(compute).Run(new()
        {
            Image = new(grid, counts),
            Quantification = new()
            {
                Modality = ImageModality.Tc99mMaaSpect,
                Calibration = CalibrationKind.Relative,
                Administered = Activity.FromGigabecquerel(1),
                LungShuntFraction = 0.1,
            },
            Structures = [Make("Liver", StructureRole.Liver, InLiver), Make("T1", StructureRole.Tumor, InTumor)],
            ReferenceDensity = MassDensity.FromGramPerMl(1.03),
            Decay = decay,
        });
    }

    /// <summary>Share of the local-deposition dose that a region keeps, by summing the kernel over all pairs of voxels.</summary>
    private static double EdgeFactor(VoxelSTable table, Func<int, bool> region)
    {
        int[] sources = [.. Enumerable.Range(0, (int)Size.Count).Where(n => Uptake(n) > 0)];
        double dose = 0, local = 0;
        foreach (int target in sources.Where(region))
        {
            (int x, int y, int z) = At(target);
            dose += sources.Sum(source => Uptake(source) * table.Fraction(At(source).X - x, At(source).Y - y, At(source).Z - z));
            local += Uptake(target);
        }

        return dose / local;
    }

    [Fact]
    public void Territory_UniformCompartments_PartitionAndVoxelModelDifferByTheKernelsLossAlone()
    {
        var grid = VoxelGrid.AxisAligned(Size, SpacingMm);
        PlanRequest request = Requests.Of(new() { Name = "image", LungShuntFraction = 0.1, Targets = new() { TumorGy = 200 } });
        DoseResult result = Run(grid, request.Decay);
        ModelPlan Plan(PlanningModel model, string method) => Planner.Plan(
            request with { Territories = [PredictiveImage.Territory(request, request.Territories[0], result, method, 0.1)] }, model);

        ModelPlan partition = Planner.Plan(
            request with { Territories = [PredictiveImage.Territory(request, request.Territories[0], result, "ldm", 0.1)] }, PlanningModel.Partition);
        ModelPlan local = Plan(PlanningModel.Voxel, "ldm");
        ModelPlan convolved = Plan(PlanningModel.Voxel, "vsv");
        VoxelSTable table = VoxelSTableFactory.Create(PointKernel.Load("Y-90"), SpacingMm, MassDensity.FromGramPerMl(1.03));
        double tumorFactor = EdgeFactor(table, n => Uptake(n) == Ratio);
        double normalFactor = EdgeFactor(table, n => Uptake(n) == 1);

        // float32 images: 1e-6; the kernel's fast form is held to 1e-3 of dose.
        Assert.Equal(partition.ActivityGBq!.Value, local.ActivityGBq!.Value, 1e-5 * partition.ActivityGBq.Value);
        Assert.Equal(partition.Doses.NormalLiverGy!.Value, local.Doses.NormalLiverGy!.Value, 1e-5 * 40);
        Assert.InRange(tumorFactor, 0.7, 0.95);
        Assert.Equal(partition.ActivityGBq.Value / tumorFactor, convolved.ActivityGBq!.Value, 1e-3 * partition.ActivityGBq.Value);
        Assert.Equal(
            partition.Doses.NormalLiverGy.Value * normalFactor / tumorFactor, convolved.Doses.NormalLiverGy!.Value, 1e-3 * partition.Doses.NormalLiverGy.Value);
    }

    [Fact]
    public void Territory_UniformCompartments_MeasuresVolumesAndRatio()
    {
        PlanRequest request = Requests.Of(new() { Name = "image", LungShuntFraction = 0.1 });

        TerritoryInput measured = PredictiveImage.Territory(request, request.Territories[0], Run(VoxelGrid.AxisAligned(Size, SpacingMm), request.Decay), "vsv", 0.1);

        Assert.Equal(Ratio, measured.Tumors.Single().TumorToNormalRatio!.Value, 1e-5);
        Assert.Equal(6 * 5 * 5 * 0.064, measured.TumorMl!.Value, 1e-9);
        Assert.Equal(((16 * 14 * 12) - 150) * 0.064, measured.NormalLiverMl!.Value, 1e-9);
    }
}
