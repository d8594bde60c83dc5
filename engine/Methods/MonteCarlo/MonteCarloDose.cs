using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Units;
using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Absorbed dose by condensed-history Monte Carlo transport of beta electrons. docs/montecarlo.md says how good it is.</summary>
public static class MonteCarloDose
{
    /// <summary>Variance of one voxel's relative uncertainty times the decays in it, in tissue at 2 to 4 mm; only a first guess at the work.</summary>
    private const double TypicalVariance = 0.5;

    /// <summary>Batches that a wanted uncertainty is expected to take.</summary>
    private const int PlannedBatches = 6 * MonteCarloRequest.Groups;

    /// <summary>Where the first guess is this much too low, the wanted uncertainty is out of reach.</summary>
    private const int PatienceFactor = 50;

    /// <summary>Runs on the host's cores. The result is the same for any number of threads.</summary>
    /// <param name="request">What to compute.</param>
    /// <param name="threads">Threads; below 1: one a core.</param>
    /// <param name="cancellation">Stops the run; nothing is returned then.</param>
    /// <exception cref="InvalidInputException">Neither histories nor a reachable uncertainty are asked for, or too few of them.</exception>
    public static MonteCarloResult Run(MonteCarloRequest request, int threads = 0, CancellationToken cancellation = default) =>
        Run(request, scene => new HostTransport(scene, threads < 1 ? Environment.ProcessorCount : threads), cancellation);

    /// <summary>Runs on a compute device: an accelerator by the transport kernel, the host by all its cores.</summary>
    /// <param name="request">What to compute.</param>
    /// <param name="compute">The device.</param>
    /// <param name="cancellation">Stops the run; nothing is returned then.</param>
    /// <exception cref="InvalidInputException">Neither histories nor a reachable uncertainty are asked for, or too few of them.</exception>
    /// <exception cref="DeviceUnavailableException">The device cannot run the transport.</exception>
    public static MonteCarloResult Run(MonteCarloRequest request, IArrayCompute compute, CancellationToken cancellation = default) =>
        compute is IlgpuCompute gpu
            ? Run(request, scene => new DeviceTransport(scene, gpu.Accelerator), cancellation)
            : Run(request, 0, cancellation);

    internal static MonteCarloResult Run(
        MonteCarloRequest request, Func<TransportScene, IBatchTransport> transport, CancellationToken cancellation)
    {
        ElectronTables tables = ElectronTables.Of(request.Emission.Spectrum, request.Options);
        TransportScene scene = new(request, tables);
        using IBatchTransport runner = transport(scene);
        (long planned, long most) = Plan(request);
        long perBatch = request.Histories is null
            ? Math.Max(1, (planned + PlannedBatches - 1) / PlannedBatches)
            : (planned + request.Batches - 1) / request.Batches;
        BatchSums sums = new((int)request.Size.Count);
        long[] tally = new long[request.Size.Count];
        long[] balance = new long[EnergyBalance.Length];
        long[] total = new long[EnergyBalance.Length];
        long[][] kept = [.. Enumerable.Range(0, MonteCarloRequest.Groups).Select(_ => new long[request.KeptVoxels.Length])];
        double? uncertainty = null;
        while (true)
        {
            runner.Run(scene.Batch(sums.Histories, perBatch), perBatch, tally, balance, cancellation);
            long[] group = kept[sums.Batches % kept.Length];
            sums.Add(tally, perBatch);
            for (int n = 0; n < group.Length; n++)
            {
                group[n] += tally[request.KeptVoxels[n]];
            }

            for (int which = 0; which < balance.Length; which++)
            {
                total[which] += balance[which];
            }

            bool round = sums.Batches % MonteCarloRequest.Groups == 0;
            bool telling = round && request.TargetVoxels.Length > 0;
            uncertainty = telling ? sums.RelativeUncertainty(request.TargetVoxels) : null;
            if (request.TargetUncertainty is { } wanted && uncertainty is { } now)
            {
                planned = Math.Max(sums.Histories, (long)(sums.Histories * now * now / (wanted * wanted)));
            }

            request.Progress?.Report(new(sums.Histories, planned, uncertainty));
            bool reached = request.TargetUncertainty is { } target ? uncertainty <= target : sums.Batches >= request.Batches;
            if (reached || (round && sums.Histories >= most))
            {
                return Result(request, tables, sums, total, kept, uncertainty);
            }
        }
    }

    private static (long Planned, long Most) Plan(MonteCarloRequest request)
    {
        if (request.Histories is { } histories)
        {
            bool valid = request.TargetUncertainty is null && histories >= request.Batches
                && request.Batches >= MonteCarloRequest.Groups && request.Batches % MonteCarloRequest.Groups == 0;
            return valid
                ? (histories, long.MaxValue)
                : throw new InvalidInputException(
                    $"asked for {histories} histories in {request.Batches} batches; expected a multiple of {MonteCarloRequest.Groups} batches of one history or more, and no uncertainty beside them");
        }

        if (request.TargetUncertainty is not ({ } wanted and > 0 and < 1) || request.TargetVoxels.Length == 0)
        {
            throw new InvalidInputException(
                "Monte Carlo needs a number of histories, or a relative uncertainty between 0 and 1 and voxels in which to reach it");
        }

        double all = request.Decays.Sum(value => (double)value);
        double inside = request.TargetVoxels.Sum(voxel => (double)request.Decays[voxel]);
        if (!(inside > 0))
        {
            throw new InvalidInputException(
                "no decay happens in the voxels whose uncertainty is to be reached; name a structure that holds activity, or a number of histories");
        }

        double guess = TypicalVariance / (wanted * wanted) * request.TargetVoxels.Length * all / inside;
        return guess < long.MaxValue / (2.0 * PatienceFactor)
            ? ((long)Math.Ceiling(guess), (long)(guess * PatienceFactor))
            : throw new InvalidInputException($"a relative uncertainty of {wanted} would take about {guess:0.#e0} histories; ask for less");
    }

    private static MonteCarloResult Result(
        MonteCarloRequest request, ElectronTables tables, BatchSums sums, long[] total, long[][] kept, double? uncertainty)
    {
        double allDecays = request.Decays.Sum(value => (double)value);
        double scale = request.Decay.MeanEnergyMeV
            / (tables.MeanEmittedMeV + request.Emission.LocalElectronMeV + request.Emission.PhotonMeV);
        double grayGrams = allDecays * scale / EnergyBalance.UnitsPerMeV * Constants.JoulePerMeV * Constants.GramsPerKilogram;
        bool uniform = request.DensityGPerMl.Length == 1;
        int count = (int)request.Size.Count;
        float[] dose = new float[count];
        float[] spread = new float[count];
        Parallel.For(0, count, voxel =>
        {
            double factor = Factor(voxel);
            dose[voxel] = (float)(factor * sums.Mean(voxel));
            spread[voxel] = (float)(factor * Math.Sqrt(sums.Variance(voxel)));
        });
        double perGroup = (double)sums.Histories / kept.Length;
        double emitted = total[EnergyBalance.Emitted];
        double photons = total[EnergyBalance.Photons] / emitted;
        double outside = total[EnergyBalance.Outside] / emitted;
        return new()
        {
            DoseGy = dose,
            UncertaintyGy = spread,
            GroupDoseGy = [.. kept.Select(group => group.Select((value, n) => (float)(Factor(request.KeptVoxels[n]) * value / perGroup)).ToArray())],
            Histories = sums.Histories,
            Batches = sums.Batches,
            ReachedUncertainty = uncertainty,
            DepositedFraction = sums.Total() / emitted,
            BremsstrahlungFraction = photons,
            OutsideFraction = outside,
            EnergyScale = scale,
        };

        double Factor(int voxel) => grayGrams / (request.VoxelMl * request.DensityGPerMl[uniform ? 0 : voxel]);
    }
}
