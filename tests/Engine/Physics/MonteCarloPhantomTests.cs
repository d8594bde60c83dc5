using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;

namespace VoxelDose.Tests.Engine.Physics;

/// <summary>Voxel S convolution against EGSnrc in homogeneous phantoms; the limits are those of issue 4.</summary>
public sealed class MonteCarloPhantomTests
{
    private const double MeanTolerance = 0.005;
    private static readonly PointKernel Kernel = PointKernel.Load("Y-90");

    [SharedDataFact("physics/phantoms/sphere20_dose.raw")]
    public void Convolve_Sphere20_AgreesWithMonteCarlo() => Check(MonteCarloPhantom.Read("sphere20", 49), hot: activity => activity > 0);

    [SharedDataFact("physics/phantoms/tn5_dose.raw")]
    public void Convolve_TumourToNormal5_AgreesWithMonteCarlo() => Check(MonteCarloPhantom.Read("tn5", 49), hot: activity => activity > 2);

    private static void Check(MonteCarloPhantom phantom, Func<float, bool> hot)
    {
        double[] dose = Convolve(phantom);

        AssertMean("hot", n => hot(phantom.Activity[n]));
        if (phantom.Activity.Min() > 0)
        {
            AssertMean("background", n => !hot(phantom.Activity[n]));
        }

        double max = phantom.GrayPerDecay.Max();
        double[] pulls =
        [
            .. Enumerable.Range(0, dose.Length)
                .Where(n => phantom.GrayPerDecay[n] > 0.1 * max)
                .Select(n => (dose[n] - phantom.GrayPerDecay[n]) / (phantom.RelativeUncertainty![n] * phantom.GrayPerDecay[n])),
        ];
        double mean = pulls.Average();
        double deviation = Math.Sqrt(pulls.Average(pull => (pull - mean) * (pull - mean)));
        Assert.True(Math.Abs(mean) < 0.7 && deviation < 1.5, $"pulls of {pulls.Length} voxels: mean {mean:F2}, standard deviation {deviation:F2}");

        void AssertMean(string what, Func<int, bool> inside)
        {
            int[] voxels = [.. Enumerable.Range(0, dose.Length).Where(inside)];
            double ratio = voxels.Sum(n => dose[n]) / voxels.Sum(n => (double)phantom.GrayPerDecay[n]);
            Assert.True(Math.Abs(ratio - 1) < MeanTolerance, $"{what}: {ratio - 1:P2} from Monte Carlo");
        }
    }

    private static double[] Convolve(MonteCarloPhantom phantom)
    {
        using var compute = new HostCompute();
        VoxelSTable table = VoxelSTableFactory.Create(Kernel, MonteCarloPhantom.SpacingMm, MassDensity.FromGramPerMl(1));
        ConvolutionPlan plan = ConvolutionPlanner.Plan(table, phantom.Size, 0);
        using IDeviceArray source = compute.Upload(phantom.LocalGrayPerDecay(Kernel.MeanEnergyMeV, 1));
        using IDeviceArray target = compute.Allocate(phantom.Activity.Length);
        compute.ConvolveDirect(source, phantom.Size, plan.SymmetricKernel, target);
        float[] dose = new float[phantom.Activity.Length];
        compute.Download(target, dose);
        return Array.ConvertAll(dose, value => (double)value);
    }
}
