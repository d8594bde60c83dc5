using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Where histories run: the host's cores or an accelerator. All give the same sums for the same histories, up to rounding.</summary>
internal interface IBatchTransport : IDisposable
{
    /// <summary>Runs the histories of a batch.</summary>
    /// <param name="parameters">The batch.</param>
    /// <param name="histories">How many.</param>
    /// <param name="tally">Receives the energy deposited in each voxel by this batch, tally units.</param>
    /// <param name="balance">Receives the sums of <see cref="EnergyBalance"/>.</param>
    /// <param name="cancellation">Stops the batch.</param>
    void Run(in TransportParameters parameters, long histories, long[] tally, long[] balance, CancellationToken cancellation);
}
