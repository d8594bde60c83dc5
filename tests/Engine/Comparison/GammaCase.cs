using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Comparison;

/// <summary>Doses for gamma.</summary>
internal static class GammaCase
{
    internal static GammaCriteria ThreePercent3mm { get; } = new() { DoseFraction = 0.03, DistanceMm = 3, NormalisationGy = 100 };

    internal static Volume Make(Size3 size, Vec3 spacing, Vec3 origin, Func<Vec3, double> dose)
    {
        var grid = VoxelGrid.AxisAligned(size, spacing, origin);
        float[] values = new float[size.Count];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)dose(grid.IndexToPoint.Apply(new(n % size.X, n / size.X % size.Y, n / (size.X * size.Y))));
        }

        return new(grid, values);
    }

    /// <summary>A Gaussian hill of 100 Gy with noise in proportion to the dose.</summary>
    internal static Volume Noisy(Size3 size, Vec3 spacing, int seed, double sd, double sigma = 15)
    {
        var random = new Random(seed);
        return Make(size, spacing, default, p =>
        {
            Vec3 c = p - (0.5 * new Vec3(size.X * spacing.X, size.Y * spacing.Y, size.Z * spacing.Z));
            double smooth = 100 * Math.Exp(-Vec3.Dot(c, c) / (2 * sigma * sigma));
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return smooth * (1 + (sd * normal));
        });
    }
}
