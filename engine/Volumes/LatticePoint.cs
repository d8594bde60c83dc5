using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Volumes;

/// <summary>A position between eight voxels: index of the lowest, steps to its neighbours (0 on an axis of one voxel), fractions.</summary>
internal readonly record struct LatticePoint(int Origin, int StepX, int StepY, int StepZ, double X, double Y, double Z)
{
    /// <summary>The interpolated value of a volume.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Of(float[] volume)
    {
        double near = Plane(volume, Origin);
        double far = Plane(volume, Origin + StepZ);
        return near + (Z * (far - near));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Plane(float[] volume, int n)
    {
        double a = volume[n] + (X * ((double)volume[n + StepX] - volume[n]));
        double b = volume[n + StepY] + (X * ((double)volume[n + StepY + StepX] - volume[n + StepY]));
        return a + (Y * (b - a));
    }
}
