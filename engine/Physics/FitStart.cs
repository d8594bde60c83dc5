namespace VoxelDose.Engine.Physics;

/// <summary>Where a separable fit begins.</summary>
/// <param name="NarrowestMm">Standard deviation of the narrowest Gaussian, mm of water.</param>
/// <param name="WidestMm">Standard deviation of the widest Gaussian, mm of water.</param>
/// <param name="Floor">Entries far below this share of the self value count by their absolute, others by their relative deviation.</param>
internal readonly record struct FitStart(double NarrowestMm, double WidestMm, double Floor);
