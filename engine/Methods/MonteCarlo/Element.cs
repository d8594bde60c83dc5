namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>A chemical element as electron transport sees it.</summary>
/// <param name="Symbol">Symbol, e.g. "O".</param>
/// <param name="Z">Atomic number.</param>
/// <param name="AtomicMass">Standard atomic weight, g/mol.</param>
/// <param name="Screening">Factor on Moliere's screening parameter that matches Born Hartree-Fock form factors.</param>
/// <param name="Shells">Electrons and binding energy (eV) of each shell.</param>
public sealed record Element(string Symbol, int Z, double AtomicMass, double Screening, IReadOnlyList<double[]> Shells);
