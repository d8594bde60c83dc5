using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Phantoms;

public sealed class PhantomTests
{
    public static TheoryData<string> Names => [.. PhantomRecipes.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_EveryRecipe_HoldsItsActivityAndStructures(string name)
    {
        PhantomRecipe recipe = PhantomRecipes.All.Single(r => r.Name == name);

        Phantom phantom = PhantomBuilder.Build(recipe, new(5, 5, 5));

        double megabecquerel = phantom.ActivityBqPerMl.Values.Sum(v => (double)v) * phantom.ActivityBqPerMl.Grid.VoxelVolumeMl / 1e6;
        Assert.Equal(recipe.Total.Megabecquerel, megabecquerel, 1e-6 * megabecquerel);
        Assert.All(phantom.Structures, s => Assert.True(s.VolumeMl > 0, s.Name));
    }

    [Fact]
    public void Build_Spheres_HaveTheVolumesOfSpheres()
    {
        Phantom phantom = PhantomBuilder.Build(PhantomRecipes.All.Single(r => r.Name == "spheres"), new(1, 1, 1));

        foreach (PhantomRegion region in phantom.Recipe.Regions.Where(r => r.LoneSphereMm is not null))
        {
            double expectedMl = Math.PI * Math.Pow(region.LoneSphereMm!.Value, 3) / 6000;
            Structure sphere = phantom.Structures.Single(s => s.Name == region.Name);

            // Voxels are taken by their centres: the surface, 3/R of the volume a millimetre, errs by less than a fifth of a voxel.
            double tolerance = 0.2 * 3 * 1 / (region.LoneSphereMm.Value / 2);
            Assert.InRange(sphere.VolumeMl, (1 - tolerance) * expectedMl, (1 + tolerance) * expectedMl);
        }
    }

    [Fact]
    public void Blur_PointSource_KeepsItsSumAndHasTheAskedWidth()
    {
        var grid = VoxelGrid.AxisAligned(new(41, 41, 41), new(1, 1, 1));
        float[] values = new float[grid.Size.Count];
        int centre = 20 + (41 * (20 + (41 * 20)));
        values[centre] = 1000;

        float[] blurred = PhantomImaging.Blur(new(grid, values), 8).Values;

        Assert.Equal(1000, blurred.Sum(v => (double)v), 1e-3);

        // At half the full width a Gaussian has half its maximum.
        Assert.Equal(0.5, blurred[centre + 4] / blurred[centre], 1e-3);
        Assert.Equal(0.5, blurred[centre + (4 * 41 * 41)] / blurred[centre], 1e-3);
    }

    [Fact]
    public void AddNoise_UniformVolume_HasTheStatedSpreadAndNoBias()
    {
        var grid = VoxelGrid.AxisAligned(new(50, 50, 40), new(1, 1, 1));
        float[] values = [.. Enumerable.Repeat(10f, 100_000)];

        float[] noisy = PhantomImaging.AddNoise(new(grid, values), 3).Values;

        // 1e5 draws: the mean is good to 0.25/sqrt(1e5) = 8e-4 (five of it allowed), the standard deviation to 1/sqrt(2e5) = 0.22 %.
        double mean = noisy.Average(v => (double)v);
        double deviation = Math.Sqrt(noisy.Average(v => Math.Pow(v - mean, 2)));
        Assert.Equal(10, mean, 0.04);
        Assert.Equal(PhantomImaging.NoiseAtMean * 10, deviation, 0.011 * 2.5);
    }

    [Fact]
    public void Imaging_SameSeed_GivesTheSameBitsOnEveryMachine()
    {
        Phantom phantom = PhantomBuilder.Build(PhantomRecipes.All.Single(r => r.Name == "torso"), new(8, 8, 8));
        Volume blurred = PhantomImaging.Blur(phantom.ActivityBqPerMl, 6);

        // Float32 little-endian voxels: of the truth, and blurred with noise.
        string expected = File.ReadAllText(Repository.PathOf("data/phantoms/torso-8mm.sha256")).Trim();
        Assert.Equal(expected, $"{Hash(phantom.ActivityBqPerMl)} {Hash(PhantomImaging.AddNoise(blurred, 42))}");
        Assert.NotEqual(Hash(PhantomImaging.AddNoise(blurred, 43)), Hash(PhantomImaging.AddNoise(blurred, 42)));
    }

    [Fact]
    public void Anatomy_LiverLabel_PutsTumoursInsideIt()
    {
        var grid = VoxelGrid.AxisAligned(new(60, 60, 40), new(3, 3, 3));
        Structure liver = Structure.FromCoverage("Label 5", StructureRole.Other, null, grid, n =>
        {
            double x = (n % 60) - 30;
            double y = (n / 60 % 60) - 30;
            double z = (n / 3600) - 20;
            return (x * x) + (y * y) + (2 * z * z) < 500 ? 1 : 0;
        });

        Phantom phantom = PhantomBuilder.Build(AnatomyPhantom.Recipe(liver, [], seed: 5));

        Structure drawn = phantom.Structures.Single(s => s.Role == StructureRole.Liver);
        Assert.Equal(liver.VoxelCount, drawn.VoxelCount);
        Assert.Equal(3, phantom.Structures.Count(s => s.Role == StructureRole.Tumor));
        float[] activity = phantom.ActivityBqPerMl.Values;
        int[] inLiver = [.. liver.Runs.SelectMany(r => Enumerable.Range(r.Start, r.Length))];
        Assert.Equal(inLiver.Length, activity.Count(v => v > 0));
        Assert.Equal(5, activity.Max() / inLiver.Min(n => activity[n]), 1e-5);
    }

    private static string Hash(Volume volume) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(volume.Values.AsSpan())))[..16];
}
