namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>A medium beside water at 1 MeV.</summary>
/// <param name="Name">Medium.</param>
/// <param name="DensityGPerMl">Density at which it stands, g/mL.</param>
/// <param name="Stopping">Restricted mass stopping power over water's.</param>
/// <param name="Scattering">First transport moment per unit of range over water's.</param>
public sealed record TissueFactors(string Name, double DensityGPerMl, double Stopping, double Scattering);
