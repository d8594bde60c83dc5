namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>
/// What one electron history reads and writes. The history is written once; the host (pointers, 64-bit sums) and the devices (array
/// views, pairs of 32-bit atomics) each bring their own memory, and the compilers specialise the history for it.
/// </summary>
public interface ITransportMemory
{
    /// <summary>True where <see cref="Track"/> and <see cref="Spot"/> are wanted; else the compiler drops them.</summary>
    static abstract bool ScoresPositions { get; }

    /// <summary>Entry of the electron tables, see <see cref="TransportLayout"/>.</summary>
    float Table(int index);

    /// <summary>Range used per mm of path in a voxel, mm of unit-density water per mm.</summary>
    float RangePerMm(int voxel);

    /// <summary>Scattering per unit of range in a voxel, as a multiple of water's.</summary>
    float ScatterPerRange(int voxel);

    /// <summary>Voxel in which the decay at a point of the cumulative activity happens.</summary>
    int SourceVoxel(ulong point);

    /// <summary>Adds energy to a voxel, in tally units (2^-20 MeV).</summary>
    void Deposit(int voxel, int units);

    /// <summary>Adds energy to one of the balances of <see cref="EnergyBalance"/>, in tally units.</summary>
    void Count(int balance, int units);

    /// <summary>A straight stretch of track in mm, and the residual ranges at its ends.</summary>
    void Track(float x, float y, float z, float dx, float dy, float dz, float length, float rangeBefore, float rangeAfter);

    /// <summary>Energy left at a point, in tally units.</summary>
    void Spot(float x, float y, float z, int units);
}
