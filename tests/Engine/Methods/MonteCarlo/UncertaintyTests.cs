using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

public class UncertaintyTests
{
    private const int Seeds = 50;

    /// <summary>
    /// The spread over seeds against what each run claims. The spread of 50 numbers is itself known to 1 / sqrt(98) = 10 % only, so the mean
    /// of a structure is held to three times that; the root mean square over hundreds of voxels is held to 10 %.
    /// </summary>
    [Fact]
    public void Uncertainty_OverFiftySeeds_IsHonest()
    {
        var size = new Size3(9, 9, 9);
        float[] decays = new float[size.Count];
        int[] structure = [.. Enumerable.Range(0, decays.Length).Where(v => Math.Abs((v % 9) - 4) <= 2 && Math.Abs((v / 9 % 9) - 4) <= 2 && Math.Abs((v / 81) - 4) <= 2)];
        foreach (int voxel in structure)
        {
            decays[voxel] = 1e6f * (1 + (voxel % 3));
        }

        MonteCarloRequest request = Mc.Request(size, 3, decays, [1.05f]) with { Histories = 8_000, KeptVoxels = structure };
        double[] means = new double[Seeds];
        double claimedVariance = 0;
        double[] sums = new double[decays.Length];
        double[] squares = new double[decays.Length];
        double claimedVoxels = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            MonteCarloResult result = MonteCarloDose.Run(request with { Seed = (ulong)(1000 + seed) });
            (means[seed], double uncertainty) = Mc.Mean(result);
            claimedVariance += uncertainty * uncertainty / Seeds;
            for (int voxel = 0; voxel < decays.Length; voxel++)
            {
                double dose = result.DoseGy[voxel];
                sums[voxel] += dose;
                squares[voxel] += dose * dose;
                claimedVoxels += result.UncertaintyGy[voxel] * (double)result.UncertaintyGy[voxel] / Seeds;
            }
        }

        double average = means.Average();
        double spread = means.Sum(m => (m - average) * (m - average)) / (Seeds - 1);
        Assert.InRange(Math.Sqrt(spread / claimedVariance), 0.7, 1.3);
        double spreadVoxels = Enumerable.Range(0, decays.Length).Sum(v => (squares[v] - (sums[v] * sums[v] / Seeds)) / (Seeds - 1));
        Assert.InRange(Math.Sqrt(spreadVoxels / claimedVoxels), 0.9, 1.1);
    }
}
