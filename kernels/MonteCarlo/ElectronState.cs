using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>One electron between two hinges. Coordinates are within its voxel, mm from the voxel's low corner.</summary>
public struct ElectronState
{
    /// <summary>Position in the voxel along x, mm.</summary>
    public float X { get; set; }

    /// <summary>Position in the voxel along y, mm.</summary>
    public float Y { get; set; }

    /// <summary>Position in the voxel along z, mm.</summary>
    public float Z { get; set; }

    /// <summary>Direction cosine along x.</summary>
    public float DirectionX { get; set; }

    /// <summary>Direction cosine along y.</summary>
    public float DirectionY { get; set; }

    /// <summary>Direction cosine along z.</summary>
    public float DirectionZ { get; set; }

    /// <summary>Residual range, mm of water.</summary>
    public float Range { get; set; }

    /// <summary>Voxel index along x; outside the grid where below 0 or not below the size.</summary>
    public int IndexX { get; set; }

    /// <summary>Voxel index along y.</summary>
    public int IndexY { get; set; }

    /// <summary>Voxel index along z.</summary>
    public int IndexZ { get; set; }

    /// <summary>Energy that the electron had when it was last accounted for, tally units.</summary>
    public int Pending { get; set; }

    /// <summary>Turns the direction by a polar angle and an azimuth (orthonormal basis of Duff et al. 2017, JCGT 6(1)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Turn(float sine, float cosine, float azimuthTurn)
    {
        float a = sine * TransportMath.CosineOfTurn(azimuthTurn);
        float b = sine * TransportMath.SineOfTurn(azimuthTurn);
        float sign = DirectionZ >= 0 ? 1f : -1f;
        float c = -1f / (sign + DirectionZ);
        float d = DirectionX * DirectionY * c;
        float ux = 1f + (sign * DirectionX * DirectionX * c);
        float uy = sign * d;
        float uz = -sign * DirectionX;
        float vy = sign + (DirectionY * DirectionY * c);
        float x = (a * ux) + (b * d) + (cosine * DirectionX);
        float y = (a * uy) + (b * vy) + (cosine * DirectionY);
        float z = (a * uz) - (b * DirectionY) + (cosine * DirectionZ);
        DirectionX = x;
        DirectionY = y;
        DirectionZ = z;
    }
}
