using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Half-life and mean energy by named convention (docs/physics.md, "Energy per activity"): sources disagree by 1.3 % for 90Y, so each
/// result says which it took.
/// </summary>
public static class EnergyConventions
{
    /// <summary>Nuclides with data, e.g. "Y-90".</summary>
    public static IReadOnlyList<string> Nuclides => [.. NuclideCatalog.All.Select(entry => entry.Nuclide)];

    /// <summary>Ids of the conventions of a nuclide, the default first.</summary>
    /// <exception cref="InvalidInputException">No data for the nuclide.</exception>
    public static IReadOnlyList<string> Ids(string nuclide) =>
        [.. NuclideCatalog.Get(nuclide).Conventions.Select(convention => convention.Id)];

    /// <summary>The convention that is taken where none is named: "ddep" for 90Y.</summary>
    /// <exception cref="InvalidInputException">No data for the nuclide.</exception>
    public static string DefaultId(string nuclide) => NuclideCatalog.Get(nuclide).DefaultConvention;

    /// <summary>Decay data of a nuclide under a convention.</summary>
    /// <exception cref="InvalidInputException">No data for the nuclide, or no such convention for it.</exception>
    public static DecayData Get(string nuclide, string conventionId)
    {
        NuclideCatalog.NuclideEntry entry = NuclideCatalog.Get(nuclide);
        NuclideCatalog.ConventionEntry convention = entry.Conventions.FirstOrDefault(candidate => candidate.Id == conventionId)
            ?? throw new InvalidInputException(
                $"energy convention '{conventionId}' is not known for {entry.Nuclide}; known are {string.Join(", ", Ids(nuclide))}");
        double halfLifeH = convention.HalfLife.Hours;
        return (convention.MeanEnergyMeV, convention.JPerGBq) switch
        {
            ({ } energyMeV, null) => new(entry.Nuclide, convention.Id, halfLifeH, energyMeV, IsEnergyDerived: false, convention.Source),
            (null, { } jPerGBq) => new(
                entry.Nuclide, convention.Id, halfLifeH, EnergyOf(jPerGBq, halfLifeH), IsEnergyDerived: true, convention.Source),
            _ => throw new InvalidInputException($"convention '{convention.Id}' of {entry.Nuclide} must state either the mean energy or J/GBq"),
        };
    }

    // J/GBq = 1e9 T1/2 / ln 2 x E: the unit energy gives the factor, so that the formula stands in DecayData alone.
    private static double EnergyOf(double jPerGBq, double halfLifeH) =>
        jPerGBq / new DecayData("", "", halfLifeH, MeanEnergyMeV: 1, IsEnergyDerived: false, "").JPerGBq;
}
