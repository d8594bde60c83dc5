using ILGPU;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>
/// Transport memory of one lane of an accelerator. A sum is a pair of 32-bit words, so that devices without 64-bit atomics do; adding
/// in any order yields the same pair.
/// </summary>
public struct DeviceMemory : ITransportMemory
{
    private readonly ArrayView<float> _tables;
    private readonly ArrayView<float> _media;
    private readonly ArrayView<int> _sourceVoxels;
    private readonly ArrayView<ulong> _sourceEnds;
    private readonly ArrayView<uint> _sums;
    private readonly int _voxels;
    private long _emitted;
    private long _photons;
    private long _outside;

    /// <summary>Makes the memory of a lane.</summary>
    /// <param name="tables">Electron tables.</param>
    /// <param name="media">Range per mm and scattering per range of each voxel, interleaved.</param>
    /// <param name="sourceVoxels">Voxels with activity.</param>
    /// <param name="sourceEnds">Cumulative activity up to and with each of them.</param>
    /// <param name="sums">Low and high word of the energy in each voxel, then of the energy balance.</param>
    /// <param name="voxels">Number of voxels.</param>
    public DeviceMemory(
        ArrayView<float> tables, ArrayView<float> media, ArrayView<int> sourceVoxels, ArrayView<ulong> sourceEnds, ArrayView<uint> sums, int voxels)
    {
        _tables = tables;
        _media = media;
        _sourceVoxels = sourceVoxels;
        _sourceEnds = sourceEnds;
        _sums = sums;
        _voxels = voxels;
        _emitted = 0;
        _photons = 0;
        _outside = 0;
    }

    /// <inheritdoc/>
    public static bool ScoresPositions => false;

    /// <inheritdoc/>
    public readonly float Table(int index) => _tables[index];

    /// <inheritdoc/>
    public readonly float RangePerMm(int voxel) => _media[2L * voxel];

    /// <inheritdoc/>
    public readonly float ScatterPerRange(int voxel) => _media[(2L * voxel) + 1];

    /// <inheritdoc/>
    public readonly int SourceVoxel(ulong point)
    {
        int low = 0;
        int high = (int)_sourceEnds.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (point >= _sourceEnds[middle])
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _sourceVoxels[low];
    }

    /// <inheritdoc/>
    public readonly void Deposit(int voxel, int units) => Add(voxel, units);

    /// <inheritdoc/>
    public void Count(int balance, int units)
    {
        if (balance == EnergyBalance.Emitted)
        {
            _emitted += units;
        }
        else if (balance == EnergyBalance.Photons)
        {
            _photons += units;
        }
        else
        {
            _outside += units;
        }
    }

    /// <summary>Adds what the lane counted to the energy balance.</summary>
    public readonly void Close()
    {
        Add(_voxels + EnergyBalance.Emitted, _emitted);
        Add(_voxels + EnergyBalance.Photons, _photons);
        Add(_voxels + EnergyBalance.Outside, _outside);
    }

    /// <inheritdoc/>
    public readonly void Track(float x, float y, float z, float dx, float dy, float dz, float length, float rangeBefore, float rangeAfter)
    {
    }

    /// <inheritdoc/>
    public readonly void Spot(float x, float y, float z, int units)
    {
    }

    private readonly void Add(int sum, long units)
    {
        if (units == 0)
        {
            return;
        }

        uint low = (uint)units;
        uint high = (uint)(units >> 32);
        uint before = Atomic.Add(ref _sums[2L * sum], low);

        // Unsigned addition wrapped around where the sum is below what was there: carry one.
        uint carry = unchecked(before + low) < before ? 1u : 0u;
        if (high + carry != 0)
        {
            Atomic.Add(ref _sums[(2L * sum) + 1], high + carry);
        }
    }
}
