using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Volumes;

/// <summary>Trilinear interpolation between voxel centres, clamped in the outer half voxel; positions are in voxels.</summary>
/// <param name="size">Size of the volumes.</param>
internal readonly struct ImageLattice(Size3 size)
{
    /// <summary>Voxel widths within which a position on the outermost face counts as inside.</summary>
    private const double EdgeGuard = 1e-6;

    /// <summary>Finds the neighbours of a position; false beyond the outer half voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryLocate(Vec3 at, out LatticePoint point)
    {
        point = default;
        if (!Locate(at.X, size.X, out int i, out double fx) || !Locate(at.Y, size.Y, out int j, out double fy) ||
            !Locate(at.Z, size.Z, out int k, out double fz))
        {
            return false;
        }

        point = new(
            i + (size.X * (j + (size.Y * k))), size.X > 1 ? 1 : 0, size.Y > 1 ? size.X : 0, size.Z > 1 ? size.X * size.Y : 0, fx, fy, fz);
        return true;
    }

    /// <summary>Lower neighbour and fraction on one axis; false beyond the outer half voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Locate(double at, int size, out int lower, out double fraction)
    {
        (lower, fraction) = (0, 0);
        if (!(at >= -0.5 - EdgeGuard && at <= size - 0.5 + EdgeGuard))
        {
            return false;
        }

        if (size > 1)
        {
            double clamped = Math.Clamp(at, 0, size - 1);
            lower = Math.Min((int)clamped, size - 2);
            fraction = clamped - lower;
        }

        return true;
    }
}
