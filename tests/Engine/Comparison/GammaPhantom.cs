using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Comparison;

/// <summary>Two independent noisy realisations of the torso phantom on 256x256x128 voxels: blurred by 6 mm, with noise, dose by local deposition.</summary>
internal static class GammaPhantom
{
    internal const int ReferenceSeed = 20260314;
    internal const int EvaluatedSeed = 20260321;
    private const double PsfMm = 6;

    /// <summary>Dose with the noise of a seed, Gy.</summary>
    internal static Volume Dose(int seed)
    {
        PhantomRecipe torso = PhantomRecipes.All.Single(recipe => recipe.Name == "torso");
        Phantom phantom = PhantomBuilder.Build(torso with { Grid = PhantomRecipe.Centred(new(256 * 1.5, 256 * 1.5, 128 * 2.2), new(1.5, 1.5, 2.2)) });
        Volume activity = PhantomImaging.AddNoise(PhantomImaging.Blur(phantom.ActivityBqPerMl, PsfMm), seed);
        double grayPerBqPerMl = LocalDeposition.GrayPerBecquerelPerMl(
            EnergyConventions.Get("Y-90", EnergyConventions.DefaultId("Y-90")), MassDensity.FromGramPerMl(1.05));
        return new(activity.Grid, Array.ConvertAll(activity.Values, value => (float)(grayPerBqPerMl * value)));
    }

    /// <summary>The cube of 48 voxels around the liver's middle.</summary>
    internal static Volume Crop(Volume volume)
    {
        const int side = 48, x0 = 64, y0 = 101, z0 = 22;
        Size3 size = volume.Grid.Size;
        float[] values = new float[side * side * side];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = volume.Values[x0 + (n % side) + (size.X * (y0 + (n / side % side) + (size.Y * (z0 + (n / (side * side))))))];
        }

        return new(VoxelGrid.AxisAligned(new(side, side, side), volume.Grid.SpacingMm), values);
    }
}
