using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Histories on the host's cores. Sums are whole numbers, so that they do not depend on the number of threads.</summary>
internal sealed class HostTransport(TransportScene scene, int threads) : IBatchTransport
{
    /// <summary>Histories of one piece of work; neighbours in the activity, so that a core stays in its cache.</summary>
    private const long Piece = 8192;

    public unsafe void Run(in TransportParameters parameters, long histories, long[] tally, long[] balance, CancellationToken cancellation)
    {
        Array.Clear(tally);
        Array.Clear(balance);
        TransportParameters p = parameters;
        fixed (float* tables = scene.Tables)
        fixed (float* media = scene.Media)
        fixed (long* sums = tally)
        fixed (int* voxels = scene.SourceVoxels)
        fixed (ulong* ends = scene.SourceEnds)
        {
            // A lambda takes no fixed pointers; the arrays stay fixed until Parallel.For returns.
            (nint Tables, nint Media, nint Sums, nint Voxels, nint Ends) at = ((nint)tables, (nint)media, (nint)sums, (nint)voxels, (nint)ends);
            Parallel.For(
                0,
                (histories + Piece - 1) / Piece,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                piece =>
                {
                    HostMemory memory = new(
                        (float*)at.Tables, (float*)at.Media, (long*)at.Sums, (int*)at.Voxels, (ulong*)at.Ends, scene.SourceVoxels.Length);
                    long end = Math.Min(histories, (piece + 1) * Piece);
                    for (long history = piece * Piece; history < end; history++)
                    {
                        ElectronHistory.Run(ref memory, p, history);
                    }

                    for (int which = 0; which < EnergyBalance.Length; which++)
                    {
                        Interlocked.Add(ref balance[which], memory.Balance(which));
                    }
                });
        }
    }

    public void Dispose()
    {
    }
}
