using ILGPU;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>The transport on an accelerator.</summary>
public static class MonteCarloKernels
{
    /// <summary>Each lane follows a run of neighbouring histories; which lane follows which changes no bit of the sums.</summary>
    /// <param name="lane">Number of the lane.</param>
    /// <param name="tables">Electron tables.</param>
    /// <param name="media">Range per mm and scattering per range of each voxel, interleaved; any length where uniform.</param>
    /// <param name="sourceVoxels">Voxels with activity.</param>
    /// <param name="sourceEnds">Cumulative activity up to and with each of them.</param>
    /// <param name="sums">Low and high word of the energy in each voxel, then of the energy balance.</param>
    /// <param name="parameters">The batch.</param>
    /// <param name="first">First history of this launch within the batch.</param>
    /// <param name="end">History after the batch's last.</param>
    /// <param name="run">Histories of a lane.</param>
    public static void Histories(
        Index1D lane,
        ArrayView<float> tables,
        ArrayView<float> media,
        ArrayView<int> sourceVoxels,
        ArrayView<ulong> sourceEnds,
        ArrayView<uint> sums,
        TransportParameters parameters,
        long first,
        long end,
        int run)
    {
        DeviceMemory memory = new(
            tables, media, sourceVoxels, sourceEnds, sums, parameters.SizeX * parameters.SizeY * parameters.SizeZ);
        long start = first + ((long)lane.X * run);
        for (int n = 0; n < run; n++)
        {
            if (start + n < end)
            {
                ElectronHistory.Run(ref memory, parameters, start + n);
            }
        }

        memory.Close();
    }
}
