namespace VoxelDose.Engine.Results;

/// <summary>The voxel kernel that a method used.</summary>
/// <param name="Source">Who computed the point kernel.</param>
/// <param name="VoxelMm">Voxel spacing x, y, z, mm.</param>
/// <param name="DensityGPerMl">Density of the medium, g/mL.</param>
/// <param name="RelativeMassRange">Range per unit mass relative to water.</param>
/// <param name="Algorithm">"direct", "separable" or "fft".</param>
/// <param name="Why">Why this algorithm, in a sentence.</param>
/// <param name="Terms">Outer products of the separable form; null for others.</param>
/// <param name="MaxError">Largest relative dose error of the form against the exact table on the activities that it is tested with, in voxels above 1 % of the maximum; 0 for exact forms.</param>
/// <param name="EnergyFractionInside">Share of the emitted energy that the table accounts for.</param>
public sealed record KernelResult(
    string Source, IReadOnlyList<double> VoxelMm, double DensityGPerMl, double RelativeMassRange, string Algorithm, string Why,
    int? Terms, double MaxError, double EnergyFractionInside)
{
    /// <summary>Share of the emitted energy in the bremsstrahlung tail that was added; null where none was.</summary>
    public double? TailEnergyFraction { get; init; }

    /// <summary>Largest error of that tail as a share of the largest dose; null where none was added.</summary>
    public double? TailMaxError { get; init; }
}
