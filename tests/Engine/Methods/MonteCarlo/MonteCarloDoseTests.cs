using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

public class MonteCarloDoseTests
{
    [Fact]
    public void Run_AnyNumberOfThreads_YieldsTheSameBits()
    {
        MonteCarloRequest request = Mc.CentreVoxel(11, 3) with { Histories = 40_000, Batches = 10 };
        MonteCarloResult one = MonteCarloDose.Run(request, threads: 1);
        MonteCarloResult five = MonteCarloDose.Run(request, threads: 5);
        Assert.Equal(one.DoseGy, five.DoseGy);
        Assert.Equal(one.UncertaintyGy, five.UncertaintyGy);
    }

    [Fact]
    public void Run_AnotherSeed_YieldsOtherHistories()
    {
        MonteCarloRequest request = Mc.CentreVoxel(5, 3) with { Histories = 1_000, Batches = 10 };
        Assert.NotEqual(MonteCarloDose.Run(request).DoseGy, MonteCarloDose.Run(request with { Seed = 2 }).DoseGy);
    }

    [Fact]
    public void Run_AnyCase_BalancesTheEnergy()
    {
        MonteCarloResult result = MonteCarloDose.Run(Slab(out _) with { Histories = 50_000 });
        Assert.Equal(1, result.DepositedFraction + result.BremsstrahlungFraction + result.OutsideFraction, 1e-9);
        Assert.InRange(result.OutsideFraction, 0.01, 0.5);
    }

    /// <summary>
    /// Fano: where emission per mass is uniform, so is the dose, whatever the densities, less what photons carry away. 27 columns of the
    /// middle are far from the sides; the faces in z hold because the grid's outermost voxels go on without activity beyond 12 mm.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_EmissionByMassAcrossAnInterface_YieldsUniformDose(bool tissues)
    {
        (Size3 size, float[] density) = Halves(1.05f, 0.26f);
        const double decaysPerGram = 1e9;
        const double voxelMl = 0.027;
        float[] decays = Array.ConvertAll(density, rho => (float)(rho * voxelMl * decaysPerGram));
        int[] middle = [.. Indices(size).Where(v => v.Z is >= 18 and < 30 && v.X is >= 10 and < 14 && v.Y is >= 10 and < 14).Select(v => v.Index)];
        MonteCarloRequest request = Mc.Request(size, 3, decays, density) with
        {
            Histories = Mc.Full ? 40_000_000 : 1_000_000,
            Tissues = tissues ? TissueTable.FromMedia(MediaTable.Default) : TissueTable.WaterOnly,
            KeptVoxels = middle,
        };
        MonteCarloResult result = MonteCarloDose.Run(request);
        double expected = decaysPerGram * 1000 * Mc.OwnEnergy(Mc.Yttrium).JoulePerDecay * (1 - result.BremsstrahlungFraction);
        (double mean, double uncertainty) = Mc.Mean(result);

        // 0.5 % is the accuracy asked for; three standard errors of this run beside it.
        Assert.InRange(mean / expected, 1 - 0.005 - (3 * uncertainty / mean), 1 + 0.005 + (3 * uncertainty / mean));
    }

    [Fact]
    public void Run_TargetUncertainty_IsReachedAndTold()
    {
        MonteCarloRequest request = Mc.CentreVoxel(7, 3);
        int centre = request.Decays.Length / 2;
        MonteCarloResult result = MonteCarloDose.Run(request with { TargetUncertainty = 0.01, TargetVoxels = [centre] });
        Assert.NotNull(result.ReachedUncertainty);
        Assert.InRange(result.ReachedUncertainty.Value, 0, 0.01);
        Assert.Equal(result.ReachedUncertainty.Value, result.UncertaintyGy[centre] / result.DoseGy[centre], 1e-5);
    }

    [Fact]
    public void Run_Cancelled_ReturnsNothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            MonteCarloDose.Run(Mc.CentreVoxel(5, 3) with { Histories = 1_000 }, 1, cancellation.Token));
    }

    [Fact]
    public void Run_OtherEnergyConvention_ScalesTheDose()
    {
        MonteCarloRequest own = Mc.CentreVoxel(5, 3) with { Histories = 1_000 };
        DecayData mird = EnergyConventions.Get("Y-90", "mird");
        var other = new MonteCarloRequest(own.Size, own.SpacingMm, own.Decays, own.DensityGPerMl, own.Emission, mird) { Histories = 1_000 };
        double ratio = MonteCarloDose.Run(other).DoseGy[62] / (double)MonteCarloDose.Run(own).DoseGy[62];
        Assert.Equal(mird.MeanEnergyMeV / own.Decay.MeanEnergyMeV, ratio, 1e-6);
    }

    [Theory]
    [InlineData(-1f, 1f, "activity")]
    [InlineData(float.NaN, 1f, "activity")]
    [InlineData(0f, 1f, "activity")]
    [InlineData(1f, 0f, "density")]
    public void Request_ImpossibleValues_AreRefused(float decays, float density, string named)
    {
        var error = Assert.Throws<InvalidInputException>(() => Mc.Request(new(1, 1, 1), 3, [decays], [density]));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutHistoriesOrTarget_IsRefused() =>
        Assert.Throws<InvalidInputException>(() => MonteCarloDose.Run(Mc.CentreVoxel(3, 3)));

    /// <summary>Liver beside lung, activity in the liver.</summary>
    private static MonteCarloRequest Slab(out int[] liver)
    {
        var size = new Size3(8, 8, 16);
        float[] density = [.. Indices(size).Select(v => v.Z < 8 ? 1.05f : 0.26f)];
        liver = [.. Indices(size).Where(v => v.Z < 8).Select(v => v.Index)];
        float[] decays = Array.ConvertAll(density, rho => rho > 1 ? 1e6f : 0);
        return Mc.Request(size, 3, decays, density) with { Tissues = TissueTable.FromMedia(MediaTable.Default), KeptVoxels = liver };
    }

    private static (Size3 Size, float[] Density) Halves(float first, float second)
    {
        var size = new Size3(24, 24, 48);
        return (size, [.. Indices(size).Select(v => v.Z < size.Z / 2 ? first : second)]);
    }

    private static IEnumerable<(int X, int Y, int Z, int Index)> Indices(Size3 size) =>
        Enumerable.Range(0, (int)size.Count).Select(i => (i % size.X, i / size.X % size.Y, i / (size.X * size.Y), i));
}
