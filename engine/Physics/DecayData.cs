using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Half-life and mean emitted energy of a nuclide under one named convention: all that turns activity into absorbed energy.
/// </summary>
/// <param name="Nuclide">Name as IUPAC writes it, e.g. "Y-90".</param>
/// <param name="Convention">Flag value, e.g. "ddep".</param>
/// <param name="HalfLifeH">Half-life, h.</param>
/// <param name="MeanEnergyMeV">Mean energy emitted as electrons and photons that the kernel accounts for, MeV per decay.</param>
/// <param name="IsEnergyDerived">True where the convention fixes J/GBq and the energy follows from it.</param>
/// <param name="Source">Citation.</param>
public sealed record DecayData(
    string Nuclide, string Convention, double HalfLifeH, double MeanEnergyMeV, bool IsEnergyDerived, string Source)
{
    /// <summary>Decays of one Bq until all has decayed: T1/2 / ln 2, in s.</summary>
    public double DecaysPerBecquerel => HalfLifeH * Constants.SecondsPerHour / Math.Log(2);

    /// <summary>Energy emitted per decay, J.</summary>
    public double JoulePerDecay => MeanEnergyMeV * Constants.JoulePerMeV;

    /// <summary>Energy released until all has decayed, J per GBq (= Gy kg / GBq).</summary>
    public double JPerGBq => 1e9 * DecaysPerBecquerel * JoulePerDecay;

    /// <summary>Factor from an activity to the one <paramref name="hours"/> earlier: 2^(hours / T1/2).</summary>
    public double DecayFactor(double hours) => Math.Pow(2, hours / HalfLifeH);
}
