using System.Runtime.CompilerServices;
using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Transport memory of one host thread: shared volumes by pointer, sums by interlocked 64-bit addition.</summary>
internal unsafe struct HostMemory : ITransportMemory
{
    private readonly float* tables;
    private readonly float* media;
    private readonly long* tally;
    private readonly int* sourceVoxels;
    private readonly ulong* sourceEnds;
    private readonly int sourceCount;
    private int source;
    private long emitted;
    private long photons;
    private long outside;

    internal HostMemory(float* tables, float* media, long* tally, int* sourceVoxels, ulong* sourceEnds, int sourceCount)
    {
        this.tables = tables;
        this.media = media;
        this.tally = tally;
        this.sourceVoxels = sourceVoxels;
        this.sourceEnds = sourceEnds;
        this.sourceCount = sourceCount;
    }

    public static bool ScoresPositions => false;

    internal readonly long Balance(int which) => which switch
    {
        EnergyBalance.Emitted => emitted,
        EnergyBalance.Photons => photons,
        _ => outside,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Table(int index) => tables[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float RangePerMm(int voxel) => media[2 * (long)voxel];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float ScatterPerRange(int voxel) => media[(2 * (long)voxel) + 1];

    /// <summary>Decays come in rising order of the cumulative activity, so the search goes on from the last voxel.</summary>
    public int SourceVoxel(ulong point)
    {
        if (source > 0 && point < sourceEnds[source - 1])
        {
            source = 0;
        }

        if (point >= sourceEnds[source])
        {
            int step = 1;
            int low = source;
            while (low + step < sourceCount && point >= sourceEnds[low + step])
            {
                low += step;
                step *= 2;
            }

            int high = Math.Min(low + step, sourceCount - 1);
            while (high - low > 1)
            {
                int middle = (low + high) / 2;
                (low, high) = point >= sourceEnds[middle] ? (middle, high) : (low, middle);
            }

            source = high;
        }

        return sourceVoxels[source];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Deposit(int voxel, int units) => Interlocked.Add(ref tally[voxel], units);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int balance, int units)
    {
        switch (balance)
        {
            case EnergyBalance.Emitted:
                emitted += units;
                break;
            case EnergyBalance.Photons:
                photons += units;
                break;
            default:
                outside += units;
                break;
        }
    }

    public readonly void Track(float x, float y, float z, float dx, float dy, float dz, float length, float rangeBefore, float rangeAfter)
    {
    }

    public readonly void Spot(float x, float y, float z, int units)
    {
    }
}
