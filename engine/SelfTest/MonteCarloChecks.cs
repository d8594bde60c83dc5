using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.SelfTest;

/// <summary>Checks of Monte Carlo on one device. Tolerances hold three standard errors of the run beside the accuracy that is claimed.</summary>
internal sealed class MonteCarloChecks(IArrayCompute compute)
{
    private const double SphereSpacingMm = 3;
    private const double FanoSpacingMm = 5;
    private const double StandardErrors = 3;

    /// <summary>ILGPU's CPU accelerator is a debugger: it gets few histories, and wide tolerances with them.</summary>
    private readonly long histories = compute.Device.Kind == DeviceKind.IlgpuCpu ? 20_000 : 400_000;

    internal IEnumerable<SelfTestCheck> Run()
    {
        MonteCarloResult sphere = Sphere(out SelfTestCheck absorbed);
        yield return new(
            "energy-mc", "energy deposited, radiated and carried out / energy emitted",
            sphere.DepositedFraction + sphere.BremsstrahlungFraction + sphere.OutsideFraction, 1, 1e-6, "sums of whole numbers");
        yield return absorbed;
        yield return Fano();
    }

    private MonteCarloResult Sphere(out SelfTestCheck check)
    {
        const int side = 21;
        const double radiusMm = 10;
        var size = new Size3(side, side, side);
        float[] decays = [.. Enumerable.Range(0, (int)size.Count).Select(n => Distance(n, side) <= radiusMm ? 1e6f : 0)];
        int[] ball = [.. Enumerable.Range(0, decays.Length).Where(n => decays[n] > 0)];
        MonteCarloResult result = MonteCarloDose.Run(Request(size, SphereSpacingMm, decays, [1], ball), compute);

        // In a region of one density and one decay density, mean dose over local deposition is the absorbed fraction.
        (double value, double error) = Mean(result, decays[ball[0]] * GrayGrams() / VoxelGrams(SphereSpacingMm));
        const double expected = 0.7822;
        const double accuracy = 0.003;
        check = new(
            "sphere20-mc", "absorbed fraction of a 20 mm sphere of 171 voxels, Monte Carlo", value, expected,
            (accuracy * expected) + (StandardErrors * error), "EGSnrc v2025a, own run, as for the convolution");
        return result;
    }

    /// <summary>Fano's theorem: emission by mass yields one dose whatever the density (U. Fano 1954, DOI 10.2307/3570368).</summary>
    private SelfTestCheck Fano()
    {
        const int side = 12;
        const int timesHistories = 4;
        const float dense = 1.05f;
        const float thin = 0.5f;
        var size = new Size3(side, side, 2 * side);
        float[] density = [.. Enumerable.Range(0, (int)size.Count).Select(n => n / (side * side) < side ? dense : thin)];
        float[] decays = Array.ConvertAll(density, rho => 1e6f * rho);
        int[] middle = [.. Enumerable.Range(0, density.Length).Where(n =>
            n % side is >= 4 and < 8 && n / side % side is >= 4 and < 8 && n / (side * side) is >= side - 2 and < side + 2)];
        MonteCarloResult result = MonteCarloDose.Run(
            Request(size, FanoSpacingMm, decays, density, middle) with { Histories = timesHistories * histories }, compute);
        (double value, double error) = Mean(result, 1e6f * GrayGrams() / VoxelGrams(FanoSpacingMm) * (1 - result.BremsstrahlungFraction));
        const double accuracy = 0.005;
        return new(
            "fano-mc", "dose at a border of 1.05 and 0.5 g/mL with emission by mass / its expectation less bremsstrahlung", value, 1,
            accuracy + (StandardErrors * error), "Fano's theorem");
    }

    private static double GrayGrams() => Decay().JoulePerDecay * Units.Constants.GramsPerKilogram;

    /// <summary>Mass of a cubic voxel at 1 g/mL, g.</summary>
    private static double VoxelGrams(double spacingMm) => spacingMm * spacingMm * spacingMm / Units.Constants.CubicMillimetresPerMl;

    private static DecayData Decay() => EnergyConventions.Get("Y-90", "ddep");

    private static (double Value, double Error) Mean(MonteCarloResult result, double expectedGy)
    {
        double[] means = [.. result.GroupDoseGy.Select(group => group.Average(dose => (double)dose) / expectedGy)];
        return (means.Average(), MonteCarloResult.UncertaintyOfMean(means));
    }

    private static double Distance(int n, int side)
    {
        int centre = side / 2;
        int x = (n % side) - centre;
        int y = (n / side % side) - centre;
        int z = (n / (side * side)) - centre;
        return SphereSpacingMm * Math.Sqrt((x * x) + (y * y) + (z * z));
    }

    private MonteCarloRequest Request(Size3 size, double spacingMm, float[] decays, float[] density, int[] kept) =>
        new(size, new(spacingMm, spacingMm, spacingMm), decays, density, Emission.Of("Y-90"), Decay())
        {
            Histories = histories,
            Batches = MonteCarloRequest.Groups,
            KeptVoxels = kept,
        };
}
