namespace VoxelDose.Engine.Results;

/// <summary>How far the curves move within the uncertainty of their budgets.</summary>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Draws">Number of draws.</param>
/// <param name="Probability">Share of the draws between low and high, at each dose.</param>
/// <param name="Curves">A band for each structure and method that has a budget.</param>
public sealed record DvhBands(int Seed, int Draws, double Probability, IReadOnlyList<DvhBandCurve> Curves);
