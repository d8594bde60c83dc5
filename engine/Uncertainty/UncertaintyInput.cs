namespace VoxelDose.Engine.Uncertainty;

/// <summary>A relative standard uncertainty and where it comes from.</summary>
/// <param name="Relative">Relative standard uncertainty (k = 1), 0 or more.</param>
/// <param name="Basis">Measured, published or assumed, in words.</param>
public sealed record UncertaintyInput(double Relative, string Basis);
