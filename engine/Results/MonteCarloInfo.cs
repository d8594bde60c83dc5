namespace VoxelDose.Engine.Results;

/// <summary>What a Monte Carlo dose rests on.</summary>
/// <param name="Histories">Decays simulated.</param>
/// <param name="Batches">Independent parts from whose spread uncertainties come.</param>
/// <param name="Seed">Seed of the random numbers.</param>
/// <param name="TargetUncertainty">Relative uncertainty of voxels that was asked for; null where histories were.</param>
/// <param name="Target">Where the uncertainty is told for.</param>
/// <param name="ReachedUncertainty">Relative uncertainty there: root mean square over the voxels, over their mean dose.</param>
/// <param name="IsTargetReached">Whether what was asked for was reached; null where histories were asked for.</param>
/// <param name="Media">What voxels are made of.</param>
/// <param name="DepositedFraction">Share of the emitted electron energy deposited in the image.</param>
/// <param name="BremsstrahlungFraction">Share that left as bremsstrahlung, which is not followed.</param>
/// <param name="OutsideFraction">Share that electrons carried out of the image.</param>
/// <param name="PhotonFraction">Gamma and X rays, which are not followed either, over all emitted energy; 0 for pure beta emitters.</param>
/// <param name="NegativeFraction">Negative activity that was set to 0, over the positive.</param>
/// <param name="EnergyScale">Energy convention over the mean energy of the spectrum that was sampled.</param>
public sealed record MonteCarloInfo(
    long Histories, int Batches, ulong Seed, double? TargetUncertainty, string Target, double? ReachedUncertainty, bool? IsTargetReached,
    string Media, double DepositedFraction, double BremsstrahlungFraction, double OutsideFraction, double PhotonFraction, double NegativeFraction, double EnergyScale);
