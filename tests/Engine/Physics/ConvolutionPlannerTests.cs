using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

public sealed class ConvolutionPlannerTests
{
    private static readonly PointKernel Kernel = PointKernel.Load("Y-90");

    [Theory]
    [InlineData(4.07, 128, ConvolutionAlgorithm.Direct)]
    [InlineData(2, 256, ConvolutionAlgorithm.Separable)]
    [InlineData(1, 256, ConvolutionAlgorithm.Fft)]
    public void Plan_DefaultTolerance_TakesTheFastestWay(double spacingMm, int side, ConvolutionAlgorithm expected)
    {
        ConvolutionPlan plan = ConvolutionPlanner.Plan(Table(spacingMm), new(side, side, side), ConvolutionPlanner.DefaultTolerance);

        Assert.Equal(expected, plan.Algorithm);
        Assert.True(plan.MaxDoseError <= ConvolutionPlanner.DefaultTolerance);
        Assert.Equal(expected == ConvolutionAlgorithm.Separable, plan.Terms is not null);
    }

    [Fact]
    public void Plan_ToleranceZero_StaysExact() =>
        Assert.NotEqual(ConvolutionAlgorithm.Separable, ConvolutionPlanner.Plan(Table(2), new(256, 256, 256), 0).Algorithm);

    /// <summary>Speckle with a hundredfold hot spot, not one of the distributions that the form was gated on.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    [InlineData(2)]
    public void SeparableForm_OtherActivity_KeepsItsDoseTolerance(double spacingMm)
    {
        VoxelSTable table = Table(spacingMm);
        SeparableForm form = SeparableForm.Find(table, ConvolutionPlanner.DefaultTolerance)!;
        using var compute = new HostCompute();
        Size3 size = new(33, 31, 29);
        var random = new Random(7);
        float[] local = [.. Enumerable.Range(0, (int)size.Count).Select(_ => (float)Math.Pow(random.NextDouble(), 4))];
        local[local.Length / 2] = 100;

        using IDeviceArray source = compute.Upload(local);
        using IDeviceArray target = compute.Allocate(local.Length);
        float[] exact = new float[local.Length];
        float[] separable = new float[local.Length];
        compute.ConvolveDirect(source, size, new(table.Radius, Array.ConvertAll(table.Fractions, f => (float)f)), target);
        compute.Download(target, exact);
        compute.ConvolveSeparable(source, size, form.Kernel, target);
        compute.Download(target, separable);

        double floor = 0.01 * exact.Max();
        double worst = Enumerable.Range(0, exact.Length).Where(n => exact[n] > floor).Max(n => Math.Abs((separable[n] / (double)exact[n]) - 1));
        Assert.True(worst <= ConvolutionPlanner.DefaultTolerance, $"{worst:E2}");
        Assert.Equal(exact.Sum(value => (double)value), separable.Sum(value => (double)value), 1e-3 * exact.Sum(value => (double)value));
    }

    private static VoxelSTable Table(double spacingMm) =>
        VoxelSTableFactory.Create(Kernel, new(spacingMm, spacingMm, spacingMm), MassDensity.FromGramPerMl(1.05));
}
