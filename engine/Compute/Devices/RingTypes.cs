using System.Reflection;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Marching kernels for any radius along z: the nested type of the ring is made when the radius is known.</summary>
internal static class RingTypes
{
    /// <summary>Three quads a slice of radius must fit a thread's registers, of which there are at most 255; beyond, they spill.</summary>
    internal const int LargestRadius = 20;

    internal static MethodInfo Marching(bool separable, int radius, Type room)
    {
        Type ring = typeof(RingCentre);
        for (int n = 0; n < radius; n++)
        {
            ring = typeof(Ring<>).MakeGenericType(ring);
        }

        return typeof(MarchingTiles).GetMethod(separable ? nameof(MarchingTiles.Separable) : nameof(MarchingTiles.Direct))!.MakeGenericMethod(ring, room);
    }
}
