using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Phantoms;

/// <summary>How the phantom is imaged.</summary>
/// <param name="PsfMm">Full width at half maximum of the point spread function, mm; 0 is the truth itself.</param>
/// <param name="HasNoise">Whether noise is added.</param>
/// <param name="Seed">Seed of the noise.</param>
/// <param name="Ct">A CT that stands for the recipe's own; null where there is none.</param>
internal sealed record PhantomScan(double PsfMm, bool HasNoise, int Seed, Volume? Ct);
