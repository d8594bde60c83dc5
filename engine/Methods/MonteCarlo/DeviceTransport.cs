using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using VoxelDose.Engine.Errors;
using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Histories on an ILGPU accelerator.</summary>
internal sealed class DeviceTransport : IBatchTransport
{
    /// <summary>Histories that one launch follows: a fraction of a second on a GPU, so that cancelling and watchdogs do not wait.</summary>
    private const long LaunchHistories = 1 << 22;

    /// <summary>Histories of a lane on ILGPU's CPU accelerator, which pays dearly for each lane.</summary>
    private const int CpuRun = 4096;

    /// <summary>Histories of a lane on a GPU: the sums of the balance are added once a lane.</summary>
    private const int GpuRun = 4;

    private readonly Accelerator accelerator;
    private readonly List<MemoryBuffer> buffers = [];
    private readonly ArrayView<float> tables;
    private readonly ArrayView<float> media;
    private readonly ArrayView<int> voxels;
    private readonly ArrayView<ulong> ends;
    private readonly ArrayView<uint> sums;
    private readonly uint[] words;

    private readonly Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<ulong>, ArrayView<uint>, TransportParameters, long, long, int> launch;

    /// <summary>Loads the kernel and moves the scene to the accelerator.</summary>
    /// <exception cref="DeviceUnavailableException">The device has no room, or cannot run the kernel.</exception>
    internal DeviceTransport(TransportScene scene, Accelerator accelerator)
    {
        this.accelerator = accelerator;
        int count = scene.Parameters.SizeX * scene.Parameters.SizeY * scene.Parameters.SizeZ;
        words = new uint[2 * (count + EnergyBalance.Length)];
        try
        {
            tables = Upload(scene.Tables);
            media = Upload(scene.Media.Length > 0 ? scene.Media : [0f]);
            voxels = Upload(scene.SourceVoxels);
            ends = Upload(scene.SourceEnds);
            sums = Upload(words);
            launch = accelerator is CPUAccelerator
                ? accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<ulong>, ArrayView<uint>, TransportParameters, long, long, int>(MonteCarloKernels.Histories, 1)
                : accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<ulong>, ArrayView<uint>, TransportParameters, long, long, int>(MonteCarloKernels.Histories);
        }
        catch (Exception e) when (e is AcceleratorException or NotSupportedException or InternalCompilerException or OutOfMemoryException)
        {
            Dispose();
            throw new DeviceUnavailableException(
                $"{accelerator.Name} cannot run the Monte Carlo transport: {e.Message} Use --device cpu.", e);
        }
    }

    public void Run(in TransportParameters parameters, long histories, long[] tally, long[] balance, CancellationToken cancellation)
    {
        int run = accelerator is CPUAccelerator ? CpuRun : GpuRun;
        try
        {
            sums.MemSetToZero();
            for (long first = 0; first < histories; first += LaunchHistories)
            {
                cancellation.ThrowIfCancellationRequested();
                long end = Math.Min(histories, first + LaunchHistories);
                int lanes = (int)((end - first + run - 1) / run);
                launch(lanes, tables, media, voxels, ends, sums, parameters, first, end, run);
                accelerator.Synchronize();
            }

            sums.CopyToCPU(words);
        }
        catch (AcceleratorException e)
        {
            throw new DeviceUnavailableException(
                $"{accelerator.Name} failed during the Monte Carlo transport: {e.Message} Use --device cpu.", e);
        }

        for (int voxel = 0; voxel < tally.Length; voxel++)
        {
            tally[voxel] = Sum(voxel);
        }

        for (int which = 0; which < balance.Length; which++)
        {
            balance[which] = Sum(tally.Length + which);
        }
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in buffers)
        {
            buffer.Dispose();
        }
    }

    private long Sum(int at) => (long)(((ulong)words[(2L * at) + 1] << 32) | words[2L * at]);

    private ArrayView<T> Upload<T>(T[] values)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D(values);
        buffers.Add(buffer);
        return buffer.View;
    }
}
