namespace VoxelDose.Engine.Compute;

/// <summary>What one pass over an array yields; sums are compensated on devices without fp64, double on the host.</summary>
/// <param name="Sum">Sum of the values.</param>
/// <param name="NegativeSum">Sum of the values below zero (0 or negative).</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
public readonly record struct ArrayMoments(double Sum, double NegativeSum, double Min, double Max);
