using System.Buffers.Binary;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Physics;

/// <summary>A phantom of shared/physics/phantoms: relative activity, Monte Carlo dose per decay and its relative uncertainty, 3 mm voxels.</summary>
internal sealed record MonteCarloPhantom(Size3 Size, float[] Activity, float[] GrayPerDecay, float[]? RelativeUncertainty)
{
    internal static readonly Vec3 SpacingMm = new(3, 3, 3);

    internal static MonteCarloPhantom Read(string name, int side)
    {
        const string folder = "physics/phantoms/";
        return new(
            new(side, side, side), Values($"{folder}{name}_activity.raw"), Values($"{folder}{name}_dose.raw"), Values($"{folder}{name}_relunc.raw"));
    }

    /// <summary>Local-deposition dose for one decay in the whole phantom.</summary>
    internal float[] LocalGrayPerDecay(double meanEnergyMeV, double densityGPerMl)
    {
        double total = Activity.Sum(value => (double)value);
        double voxelKg = SpacingMm.X * SpacingMm.Y * SpacingMm.Z / Constants.CubicMillimetresPerMl * densityGPerMl / Constants.GramsPerKilogram;
        double gray = meanEnergyMeV * Constants.JoulePerMeV / voxelKg / total;
        return Array.ConvertAll(Activity, value => (float)(value * gray));
    }

    internal static float[] Values(string relative)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.PathOf(relative));
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(n * sizeof(float)));
        }

        return values;
    }
}
