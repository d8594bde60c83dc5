using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Physics;

/// <summary>Beta spectrum of a nuclide as sampled by the transport codes: relative emission per energy interval at rising energies.</summary>
/// <param name="Nuclide">Nuclide.</param>
/// <param name="EnergiesMeV">Kinetic energies, MeV, ascending.</param>
/// <param name="Relative">Emission per energy interval, relative, not normalised.</param>
/// <param name="Source">Provenance.</param>
public sealed record BetaSpectrum(string Nuclide, double[] EnergiesMeV, double[] Relative, TableSource Source)
{
    /// <summary>Mean energy of the spectrum, MeV (trapezoidal rule over its points).</summary>
    public double MeanEnergyMeV
    {
        get
        {
            double weight = 0;
            double energy = 0;
            for (int n = 0; n + 1 < EnergiesMeV.Length; n++)
            {
                double area = (EnergiesMeV[n + 1] - EnergiesMeV[n]) * (Relative[n] + Relative[n + 1]) / 2;
                weight += area;
                energy += area * (EnergiesMeV[n] + EnergiesMeV[n + 1]) / 2;
            }

            return energy / weight;
        }
    }

    /// <summary>The spectrum of a nuclide.</summary>
    /// <exception cref="InvalidInputException">No data for the nuclide.</exception>
    public static BetaSpectrum Load(string nuclide)
    {
        NuclideCatalog.NuclideEntry entry = NuclideCatalog.Get(nuclide);
        PhysicsTable table = PhysicsTable.Embedded(entry.BetaSpectrum);
        string[] lines = table.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        const int headerLines = 2;
        double[][] rows =
        [
            .. lines.Skip(headerLines).Select(line => Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), table.Number)),
        ];
        int stated = (int)table.Number(lines[1].Split(',')[0]);
        return rows.Length == stated && rows.All(row => row.Length == 2)
            ? new(entry.Nuclide, [.. rows.Select(row => row[0])], [.. rows.Select(row => row[1])], table.Source)
            : throw new InvalidInputException($"{table.Name}: {rows.Length} points found, {stated} pairs stated");
    }
}
