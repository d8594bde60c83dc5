using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

public sealed class ConvolutionPlannerTests
{
    private static readonly PointKernel Kernel = PointKernel.Load("Y-90");

    [Theory]
    [InlineData(12, 64, ConvolutionAlgorithm.Direct)]
    [InlineData(4.42, 128, ConvolutionAlgorithm.Separable)]
    [InlineData(2, 256, ConvolutionAlgorithm.Separable)]
    [InlineData(0.7, 256, ConvolutionAlgorithm.Fft)]
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

    /// <summary>
    /// Activities that the form was not fitted or gated on: speckle with a hundredfold hot spot, one seed in a hundred voxels, a sheet, a rod, a small ball, a
    /// slab, and a shell of two voxels, whose inside gets its dose from the kernel's tail in all directions at once. Nearly all voxels keep the tolerance, single ones twice that.
    /// </summary>
    [Theory]
    [InlineData(4.42, 4.42)]
    [InlineData(4.07, 3)]
    [InlineData(4, 4)]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    [InlineData(2.4, 2.4)]
    [InlineData(1.5, 3)]
    [InlineData(1, 1)]
    public void SeparableForm_OtherActivity_KeepsItsDoseTolerance(double xyMm, double zMm)
    {
        VoxelSTable table = VoxelSTableFactory.Create(Kernel, new(xyMm, xyMm, zMm), MassDensity.FromGramPerMl(1.05));
        SeparableForm form = SeparableForm.Find(table, ConvolutionPlanner.DefaultTolerance)!;
        using var compute = new HostCompute();
        Size3 size = new(41, 39, 37);
        foreach ((string name, float[] activity) in OtherActivities(size))
        {
            using IDeviceArray source = compute.Upload(activity);
            using IDeviceArray target = compute.Allocate(activity.Length);
            float[] exact = new float[activity.Length];
            float[] separable = new float[activity.Length];
            compute.ConvolveDirect(source, size, new(table.Radius, Array.ConvertAll(table.Fractions, f => (float)f)), target);
            compute.Download(target, exact);
            compute.ConvolveSeparable(source, size, form.Kernel, target);
            compute.Download(target, separable);

            double floor = 0.01 * exact.Max();
            double[] errors = [.. Enumerable.Range(0, exact.Length).Where(n => exact[n] > floor).Select(n => Math.Abs((separable[n] / (double)exact[n]) - 1)).Order()];
            double ofMost = errors[(int)(0.99 * errors.Length)];
            Assert.True(ofMost <= ConvolutionPlanner.DefaultTolerance, $"{name}: 99 of 100 voxels within {ofMost:E2}");
            Assert.True(errors[^1] <= 2 * ConvolutionPlanner.DefaultTolerance, $"{name}: {errors[^1]:E2}");
            Assert.Equal(exact.Sum(value => (double)value), separable.Sum(value => (double)value), 1e-3 * exact.Sum(value => (double)value));
        }
    }

    /// <summary>Taps: values of the half profiles of all terms and axes that are not zero, the multiply-adds of a voxel. A whole table at 1 mm has 2,197.</summary>
    [Theory]
    [InlineData(4.42, 4.42, 2, 18)]
    [InlineData(4.07, 3, 4, 46)]
    [InlineData(3, 3, 4, 45)]
    [InlineData(2, 2, 4, 60)]
    [InlineData(1, 1, 6, 129)]
    public void SeparableForm_DefaultTolerance_NeedsFewTerms(double xyMm, double zMm, int terms, int mostTaps)
    {
        VoxelSTable table = VoxelSTableFactory.Create(Kernel, new(xyMm, xyMm, zMm), MassDensity.FromGramPerMl(1.05));

        SeparableForm form = SeparableForm.Find(table, ConvolutionPlanner.DefaultTolerance)!;

        Assert.InRange(form.Terms, 1, terms);
        Assert.InRange(form.Kernel.Terms.Sum(term => term.X.Concat(term.Y).Concat(term.Z).Count(value => value != 0)), 1, mostTaps);
        Assert.InRange(form.MaxDoseError, 0, ConvolutionPlanner.DefaultTolerance);
    }

    [Fact]
    public void SeparableForm_EqualAxes_HaveEqualProfiles()
    {
        SeparableKernel kernel = SeparableForm.Find(Table(3), ConvolutionPlanner.DefaultTolerance)!.Kernel;

        Assert.All(kernel.Terms, term =>
        {
            Assert.Equal(term.X, term.Y);
            Assert.Equal(term.X, term.Z);
        });
    }

    private static IEnumerable<(string Name, float[] Activity)> OtherActivities(Size3 size)
    {
        var random = new Random(7);
        float[] Fill(Func<int, int, int, double> activity) =>
            [.. Enumerable.Range(0, (int)size.Count).Select(n => (float)activity(n % size.X, n / size.X % size.Y, n / (size.X * size.Y)))];

        double Radius(int x, int y, int z) => Math.Sqrt(Math.Pow(x - (size.X / 2), 2) + Math.Pow(y - (size.Y / 2), 2) + Math.Pow(z - (size.Z / 2), 2));

        float[] speckle = Fill((_, _, _) => Math.Pow(random.NextDouble(), 4));
        speckle[speckle.Length / 2] = 100;
        yield return ("speckle", speckle);
        yield return ("seeds", Fill((_, _, _) => random.NextDouble() < 0.01 ? random.NextDouble() : 0));
        yield return ("sheet", Fill((_, y, _) => y == 19 ? 1 : 0));
        yield return ("rod", Fill((x, y, _) => x == 20 && y == 19 ? 1 : 0));
        yield return ("rod along x", Fill((_, y, z) => z == 18 && y == 19 ? 1 : 0));
        yield return ("shell", Fill((x, y, z) => Radius(x, y, z) is > 9 and < 11 ? 1 : 0));
        yield return ("small ball", Fill((x, y, z) => Radius(x, y, z) < 2.3 ? 1 : 0));
        yield return ("slab", Fill((_, _, z) => z is > 14 and < 20 ? 1 : 0));
    }

    private static VoxelSTable Table(double spacingMm) =>
        VoxelSTableFactory.Create(Kernel, new(spacingMm, spacingMm, spacingMm), MassDensity.FromGramPerMl(1.05));
}
