using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>A material of known composition.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Density">Density at which the material stands in the table.</param>
/// <param name="ExcitationMeV">Mean excitation energy, MeV.</param>
/// <param name="Elements">Composition by mass.</param>
public sealed record Medium(string Name, MassDensity Density, double ExcitationMeV, IReadOnlyList<ElementFraction> Elements)
{
    /// <summary>Atoms of an element per mm3 at unit density.</summary>
    internal static double AtomsPerMm3(ElementFraction part) =>
        Constants.AvogadroPerMol * part.MassFraction / part.Element.AtomicMass / Constants.CubicMillimetresPerMl;

    /// <summary>Electrons per mm3 at unit density.</summary>
    internal double ElectronsPerMm3 => Elements.Sum(part => part.Element.Z * AtomsPerMm3(part));
}
