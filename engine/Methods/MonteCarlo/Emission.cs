using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>What a decay emits, as far as the transport knows it.</summary>
/// <param name="Spectrum">Beta electrons, which are followed.</param>
/// <param name="LocalElectronMeV">Energy of conversion and Auger electrons, which is left at the decay, MeV per decay.</param>
/// <param name="PhotonMeV">Energy of gamma and X rays, which are not followed, MeV per decay.</param>
public sealed record Emission(BetaSpectrum Spectrum, double LocalElectronMeV, double PhotonMeV)
{
    /// <summary>Energy of photons over all that a decay emits.</summary>
    public double PhotonFraction => PhotonMeV / (Spectrum.MeanEnergyMeV + LocalElectronMeV + PhotonMeV);

    /// <summary>Emission of a nuclide.</summary>
    /// <exception cref="InvalidInputException">A nuclide whose transport was not checked.</exception>
    public static Emission Of(string nuclide)
    {
        PhysicsTable table = PhysicsTable.Embedded("montecarlo-emissions.json");
        Entry[] entries = JsonSerializer.Deserialize<TableFile>(table.Text, JsonSerializerOptions.Web)?.Emissions ?? [];
        Entry entry = Array.Find(entries, candidate => candidate.Nuclide == nuclide)
            ?? throw new InvalidInputException(
                $"Monte Carlo knows {string.Join(", ", entries.Select(known => known.Nuclide))}; found {nuclide}, whose transport was never checked: use another method");
        return new(BetaSpectrum.Load(nuclide), entry.LocalElectronMeV, entry.PhotonMeV);
    }

    private sealed record TableFile(Entry[] Emissions);

    private sealed record Entry(string Nuclide, double LocalElectronMeV, double PhotonMeV);
}
