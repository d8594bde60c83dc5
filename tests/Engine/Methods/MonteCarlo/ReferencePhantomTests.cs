using System.Globalization;
using System.Runtime.InteropServices;
using VoxelDose.Engine.Methods.MonteCarlo;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>
/// Against EGSnrc (shared/physics): the accuracy that is claimed plus three standard errors of both. The suite runs few histories and so
/// catches gross faults only; with VOXELDOSE_FULL the statistics are well below the claim.
/// </summary>
public class ReferencePhantomTests
{
    [SharedDataTheory("physics/egsnrc/y90_vsv_3mm.csv", "physics/egsnrc/y90_vsv_2mm.csv")]
    [InlineData(3)]
    [InlineData(2)]
    public void VoxelS_InWater_AgreesWithEgsnrc(int spacingMm)
    {
        MonteCarloRequest request = Mc.CentreVoxel(9, spacingMm) with { Histories = Mc.Full ? 10_000_000 : 200_000 };
        MonteCarloResult result = MonteCarloDose.Run(request);
        foreach (double[] row in Rows($"physics/egsnrc/y90_vsv_{spacingMm}mm.csv").Take(5))
        {
            (int i, int j, int k) = ((int)row[0], (int)row[1], (int)row[2]);
            double sum = 0;
            double variance = 0;
            HashSet<int> voxels = Copies(i, j, k);
            foreach (int voxel in voxels)
            {
                sum += result.DoseGy[voxel] / 1e9;
                variance += result.UncertaintyGy[voxel] / 1e9 * result.UncertaintyGy[voxel] / 1e9;
            }

            double claim = i == 2 ? 0.01 : 0.005;
            double relative = (Math.Sqrt(variance) / sum) + (row[6] / 100);
            double allowed = claim + (3 * relative);
            Assert.InRange(sum / voxels.Count / row[4], 1 - allowed, 1 + allowed);
        }
    }

    /// <summary>Mean dose per decay of the hottest voxels: 20 mm sphere in cold water, 30 mm sphere with five times the background.</summary>
    [SharedDataTheory("physics/phantoms/sphere20_activity.raw", "physics/phantoms/tn5_activity.raw")]
    [InlineData("sphere20", 2.532376e-11)]
    [InlineData("tn5", 2.020151e-13)]
    public void Sphere_MeanDose_AgreesWithEgsnrc(string phantom, double expected)
    {
        float[] activity = Raw($"physics/phantoms/{phantom}_activity.raw");
        float hottest = activity.Max();
        MonteCarloRequest request = Mc.Request(new(49, 49, 49), 3, activity, [1]) with
        {
            Histories = Mc.Full ? 20_000_000 : 300_000,
            KeptVoxels = [.. Enumerable.Range(0, activity.Length).Where(v => activity[v] == hottest)],
        };
        (double mean, double uncertainty) = Mc.Mean(MonteCarloDose.Run(request));
        double allowed = 0.003 + (3 * ((uncertainty / mean) + 0.0006));
        Assert.InRange(mean / activity.Sum(a => (double)a) / expected, 1 - allowed, 1 + allowed);
    }

    /// <summary>Liver beside lung: profile across the border as published with the phantom.</summary>
    [SharedDataFact("physics/phantoms/slab_density.raw", "physics/phantoms/slab_liver_activity.raw", "physics/phantoms/slab_liver_profile_z.csv")]
    public void LiverBesideLung_Profile_AgreesWithEgsnrc()
    {
        const int side = 48;
        float[] activity = Raw("physics/phantoms/slab_liver_activity.raw");
        double sources = activity.Count(a => a > 0);
        MonteCarloRequest request = Mc.Request(new(side, side, side), 3, activity, Raw("physics/phantoms/slab_density.raw")) with
        {
            Histories = Mc.Full ? 40_000_000 : 500_000,
            Tissues = TissueTable.FromMedia(MediaTable.Default),
        };
        MonteCarloResult result = MonteCarloDose.Run(request);
        double total = activity.Sum(a => (double)a);
        double[][] rows = [.. Rows("physics/phantoms/slab_liver_profile_z.csv")];
        for (int z = 16; z <= 28; z++)
        {
            double sum = 0;
            double variance = 0;
            for (int y = 12; y < 36; y++)
            {
                for (int x = 12; x < 36; x++)
                {
                    int voxel = x + (side * (y + (side * z)));
                    sum += result.DoseGy[voxel];
                    variance += result.UncertaintyGy[voxel] * (double)result.UncertaintyGy[voxel];
                }
            }

            double perSource = sum / 576 / total * sources;
            double standard = Math.Sqrt((variance / (sum * sum)) + Math.Pow(rows[z][4] / rows[z][3], 2));
            double allowed = 0.01 + (3 * standard);
            Assert.InRange(perSource / rows[z][3], 1 - allowed, 1 + allowed);
        }
    }

    private static HashSet<int> Copies(int i, int j, int k)
    {
        HashSet<int> voxels = [];
        foreach ((int a, int b, int c) in ((int, int, int)[])[(i, j, k), (i, k, j), (j, i, k), (j, k, i), (k, i, j), (k, j, i)])
        {
            for (int signs = 0; signs < 8; signs++)
            {
                int x = 4 + ((signs & 1) == 0 ? a : -a);
                int y = 4 + ((signs & 2) == 0 ? b : -b);
                int z = 4 + ((signs & 4) == 0 ? c : -c);
                voxels.Add(x + (9 * (y + (9 * z))));
            }
        }

        return voxels;
    }

    private static float[] Raw(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedData.PathOf(path))).ToArray();

    private static IEnumerable<double[]> Rows(string path) => File.ReadLines(SharedData.PathOf(path))
        .Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
        .Select(line => Array.ConvertAll(line.Split(','), field => double.Parse(field, CultureInfo.InvariantCulture)));
}
