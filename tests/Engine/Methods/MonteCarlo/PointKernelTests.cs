using VoxelDose.Engine.Methods.MonteCarlo;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

public class PointKernelTests
{
    private const double ShellMm = 0.0125;

    /// <summary>
    /// Radii that hold 50, 90, 95 and 99 % of the emitted electron energy: headers of the EGSnrc kernels in data/physics (range
    /// uncertainty 0.3 %). The long run asks for 0.3 % (r99 and the other nuclides 0.5 %); the short one adds three of its own standard
    /// errors, 0.2 % of r at 3e5 histories.
    /// </summary>
    [Theory]
    [InlineData("Y-90", 0.5, 2.345, 0.003)]
    [InlineData("Y-90", 0.9, 5.433, 0.003)]
    [InlineData("Y-90", 0.95, 6.332, 0.003)]
    [InlineData("Y-90", 0.99, 8.097, 0.005)]
    [InlineData("P-32", 0.9, 3.683, 0.005)]
    [InlineData("Ho-166", 0.9, 3.884, 0.005)]
    public void Radius_InWater_AgreesWithEgsnrc(string nuclide, double share, double expectedMm, double tolerance)
    {
        double allowed = Mc.Full ? tolerance : tolerance + 0.006;
        Assert.InRange(Kernel(nuclide).Radius(share) / expectedMm, 1 - allowed, 1 + allowed);
    }

    [Fact]
    public void Energy_InShellsAndPhotons_IsTheEmittedEnergy()
    {
        MonteCarloPointKernel kernel = Kernel("Y-90");
        Assert.Equal(1, kernel.Fractions.Sum() + kernel.PhotonFraction, 1e-6);

        // EGSnrc: 0.39 % of the energy is absorbed beyond 12 mm, bremsstrahlung all of it.
        Assert.InRange(kernel.PhotonFraction, 0.0036, 0.0043);
    }

    [Fact]
    public void Radius_HalvedStepsOrCut_StaysWithinStatistics()
    {
        long histories = Mc.Full ? 2_000_000 : 200_000;
        var whole = MonteCarloPointKernel.Run(Mc.Yttrium, new(), histories, ShellMm, 1200, 3);
        var steps = MonteCarloPointKernel.Run(
            Mc.Yttrium, new() { HopFraction = 0.15, HopMaximumMm = 0.35 }, histories, ShellMm, 1200, 4);
        var cut = MonteCarloPointKernel.Run(Mc.Yttrium, new() { EnergyCutMeV = 0.025 }, histories, ShellMm, 1200, 5);

        // One standard error of a radius is about 1.05 r / sqrt(histories) from the spread of energies alone; three of a difference.
        double allowed = 3 * Math.Sqrt(2.0 / histories) + 0.0015;
        foreach (double share in (double[])[0.5, 0.9, 0.99])
        {
            Assert.InRange(steps.Radius(share) / whole.Radius(share), 1 - allowed, 1 + allowed);
            Assert.InRange(cut.Radius(share) / whole.Radius(share), 1 - allowed, 1 + allowed);
        }
    }

    [Fact]
    public void Emission_NuclideNobodyChecked_IsRefused()
    {
        var error = Assert.Throws<VoxelDose.Engine.Errors.InvalidInputException>(() => Emission.Of("I-131"));
        Assert.Contains("Y-90", error.Message, StringComparison.Ordinal);
    }

    private static MonteCarloPointKernel Kernel(string nuclide) => Kernels.GetOrAdd(nuclide, static name => new(() =>
        MonteCarloPointKernel.Run(Emission.Of(name), new(), Mc.Full ? 3_000_000 : 300_000, ShellMm, 1200, 1))).Value;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<MonteCarloPointKernel>> Kernels = new();
}
