using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

/// <summary>
/// Mistakes that are easily made and hard to see. Each test holds the program's number against a reference, and shows that the number
/// with the mistake would not have passed the same comparison.
/// </summary>
public sealed class WrongPhysicsTests
{
    private static readonly PointKernel Kernel = PointKernel.Load("Y-90");

    // mGy/(MBq s) are compared at the mean energy of the reference runs.
    private static readonly DecayData Simulated = EnergyConventions.Get("Y-90", "ddep") with { MeanEnergyMeV = Kernel.MeanEnergyMeV };

    /// <summary>EGSnrc in ICRU soft tissue of 1.04 g/mL, 3 mm: 1.5759 for the self value, .02055 two voxels away (shared/physics/README.md).</summary>
    [Fact]
    public void VoxelS_DensityForgotten_IsFound()
    {
        VoxelSTable tissue = Table(new(3, 3, 3), 1.04, VoxelSTableFactory.SoftTissueRelativeMassRange);
        VoxelSTable forgotten = Table(new(3, 3, 3), 1, 1);

        Assert.True(Agrees(tissue, 0, 0, 0, 1.5759) && Agrees(tissue, 1, 0, 0, 0.27344) && Agrees(tissue, 2, 0, 0, 0.02055));
        Assert.False(Agrees(forgotten, 0, 0, 0, 1.5759));
        Assert.False(Agrees(forgotten, 1, 0, 0, 0.27344));
    }

    /// <summary>
    /// EGSnrc in water, 3 mm: 1.598498 and .2806067. A kernel read as dose at a point, without the 1/r^2 that spreads its energy over
    /// the sphere, weighs far shells by r^2.
    /// </summary>
    [Fact]
    public void VoxelS_InverseSquareMissing_IsFound()
    {
        double[] weighted = [.. Kernel.Fractions.Select((fraction, n) => fraction * Math.Pow((Kernel.RadiiMm[n] + Kernel.RadiiMm[n + 1]) / 2, 2))];
        double scale = Kernel.FractionWithin(12) / weighted.Take(240).Sum();
        PointKernel wrong = PointKernel.FromShells(Kernel.RadiiMm, [.. weighted.Select(value => value * scale)]);

        VoxelSTable right = Table(new(3, 3, 3), 1, 1);
        Assert.True(Agrees(right, 0, 0, 0, 1.598498) && Agrees(right, 1, 0, 0, 0.2806067));
        Assert.False(Agrees(VoxelSTableFactory.Create(wrong, new(3, 3, 3), MassDensity.FromGramPerMl(1)), 0, 0, 0, 1.598498));
    }

    /// <summary>EGSnrc in water, 4.07 x 4.07 x 3 mm: (0,0,1) has .2082099, (0,0,2) has .01884079.</summary>
    [Fact]
    public void VoxelS_SpacingOrderSwapped_IsFound()
    {
        VoxelSTable right = Table(new(4.07, 4.07, 3), 1, 1);
        VoxelSTable swapped = Table(new(3, 4.07, 4.07), 1, 1);

        Assert.True(Agrees(right, 0, 0, 1, 0.2082099) && Agrees(right, 0, 0, 2, 0.01884079));
        Assert.False(Agrees(swapped, 0, 0, 1, 0.2082099));
        Assert.True(Agrees(swapped, 1, 0, 0, 0.2082099), "the swapped spacing gives the transposed table");
    }

    /// <summary>DDEP states 2.6684 days: 64.04 h, 49.38 J/GBq.</summary>
    [Fact]
    public void HalfLife_InWrongUnit_IsFound()
    {
        DecayData right = EnergyConventions.Get("Y-90", "ddep");

        Assert.Equal(49.38, right.JPerGBq, 0.005);
        foreach (double wrongHalfLifeH in new[] { 2.6684, 64.0416 / 60, 64.0416 * 60 })
        {
            Assert.NotEqual(49.38, (right with { HalfLifeH = wrongHalfLifeH }).JPerGBq, 0.005);
        }

        // 24 h and 72 h at 64.1 h: 1.2963 and 2.1784 (docs/physics.md).
        DecayData mird = EnergyConventions.Get("Y-90", "mird");
        Assert.Equal(1.2963, mird.DecayFactor(24), 5e-5);
        Assert.Equal(2.1784, mird.DecayFactor(72), 5e-5);
    }

    /// <summary>166Ho gives 4 % of its energy as photons; electrons alone would leave 4 % of the energy out or count it as local.</summary>
    [Fact]
    public void PointKernel_PhotonsForgotten_IsFound()
    {
        PointKernel holmium = PointKernel.Load("Ho-166");

        Assert.Equal(0.72587, holmium.MeanEnergyMeV, 1e-5);
        // Header of the tables: beyond 12 mm 0.00275 of 0.695929 MeV (electrons) and 0.94189 of 0.029941 MeV (photons).
        double beyond = ((0.00275 * 0.695929) + (0.94189 * 0.029941)) / 0.72587;
        Assert.Equal(1 - beyond, holmium.FractionWithin(12), 2e-5);
    }

    [Fact]
    public void Convolve_TransposedGridAndSpacing_GivesTransposedDose()
    {
        using var compute = new HostCompute();
        Size3 size = new(12, 10, 8);
        Size3 turnedSize = new(8, 10, 12);
        float[] local = new float[size.Count];
        float[] turnedLocal = new float[size.Count];
        for (int n = 0; n < local.Length; n++)
        {
            local[n] = ((n * 7919) % 101) / 100f;
            turnedLocal[Turned(n, size)] = local[n];
        }

        foreach (ConvolutionAlgorithm algorithm in new[] { ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Fft })
        {
            float[] dose = Convolve(compute, algorithm, local, size, Table(new(2, 3, 5), 1.05, 1));
            float[] turned = Convolve(compute, algorithm, turnedLocal, turnedSize, Table(new(5, 3, 2), 1.05, 1));
            float[] wrong = Convolve(compute, algorithm, turnedLocal, turnedSize, Table(new(2, 3, 5), 1.05, 1));
            double max = dose.Max();
            Assert.All(Enumerable.Range(0, dose.Length), n => Assert.Equal(dose[n] / max, turned[Turned(n, size)] / max, 1e-4));
            Assert.Contains(Enumerable.Range(0, dose.Length), n => Math.Abs(dose[n] - wrong[Turned(n, size)]) > 0.01 * max);
        }
    }

    private static int Turned(int n, Size3 size)
    {
        (int x, int y, int z) = (n % size.X, n / size.X % size.Y, n / (size.X * size.Y));
        return z + (size.Z * (y + (size.Y * x)));
    }

    private static float[] Convolve(HostCompute compute, ConvolutionAlgorithm algorithm, float[] local, Size3 size, VoxelSTable table)
    {
        using IDeviceArray source = compute.Upload(local);
        using IDeviceArray target = compute.Allocate(local.Length);
        var kernel = new SymmetricKernel(table.Radius, Array.ConvertAll(table.Fractions, fraction => (float)fraction));
        if (algorithm == ConvolutionAlgorithm.Fft)
        {
            compute.ConvolveFft(source, size, kernel, target);
        }
        else
        {
            compute.ConvolveDirect(source, size, kernel, target);
        }

        float[] dose = new float[local.Length];
        compute.Download(target, dose);
        return dose;
    }

    private static VoxelSTable Table(Vec3 spacingMm, double densityGPerMl, double relativeMassRange) =>
        VoxelSTableFactory.Create(Kernel, spacingMm, MassDensity.FromGramPerMl(densityGPerMl), relativeMassRange);

    // Issue 4: near entries within half a per cent.
    private static bool Agrees(VoxelSTable table, int i, int j, int k, double expected) =>
        Math.Abs((table.MilligrayPerMegabecquerelSecond(i, j, k, Simulated) / expected) - 1) < 0.005;
}
