namespace VoxelDose.Engine.Uncertainty;

/// <summary>Correlation of two parts of a budget, by their names.</summary>
/// <param name="First">Name of a part.</param>
/// <param name="Second">Name of another part.</param>
/// <param name="Coefficient">-1 to 1, between the relative deviations of the two quantities.</param>
public sealed record UncertaintyCorrelation(string First, string Second, double Coefficient);
