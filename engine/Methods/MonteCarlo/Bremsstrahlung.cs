using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Bremsstrahlung in a medium, per mm at unit density: Bethe and Heitler's cross-section, H. W. Koch and J. W. Motz 1959 formula 3BN
/// (DOI 10.1103/RevModPhys.31.920), with Elwert's factor for slow electrons (DOI 10.1002/andp.19394260206); the electrons of the atom
/// radiate as one more unit of charge squared each, Z (Z + 1). Energies in MeV.
/// </summary>
internal sealed class Bremsstrahlung(Medium medium)
{
    private const double Rest = Constants.ElectronRestMeV;

    /// <summary>Integral of k^power times the number of photons with energy k between two limits, per mm.</summary>
    internal double Moment(double energy, double low, double high, int power)
    {
        double top = Math.Min(high, energy);
        if (low >= top)
        {
            return 0;
        }

        // In log k the number per interval is smooth down to the soft end; the spectrum ends at the kinetic energy.
        double start = Math.Max(low, energy * 1e-6);
        return Quadrature.Integrate(
            y =>
            {
                double k = Math.Exp(y);
                return Differential(energy, k) * Math.Pow(k, power + 1);
            },
            Math.Log(start),
            Math.Log(top),
            6);
    }

    /// <summary>Photons per mm and MeV.</summary>
    internal double Differential(double energy, double photon) =>
        medium.Elements.Sum(part => Medium.AtomsPerMm3(part) * Atomic(part.Element.Z, energy, photon));

    /// <summary>Cross-section of an atom, mm2/MeV.</summary>
    private static double Atomic(int z, double energy, double photon)
    {
        if (photon >= energy)
        {
            return 0;
        }

        double k = photon / Rest;
        double e0 = 1 + (energy / Rest);
        double e = e0 - k;
        if (e <= 1)
        {
            // The end of the spectrum, missed by rounding.
            return 0;
        }

        double p0 = Math.Sqrt((e0 * e0) - 1);
        double p = Math.Sqrt((e * e) - 1);
        double l = 2 * Math.Log(((e0 * e) + (p0 * p) - 1) / k);
        double l0 = 2 * Math.Log(e0 + p0);
        double l1 = 2 * Math.Log(e + p);
        double p2 = p * p;
        double q2 = p0 * p0;
        double bracket = (4.0 / 3) - (2 * e0 * e * (p2 + q2) / (p2 * q2)) + (l0 * e / (q2 * p0)) + (l1 * e0 / (p2 * p)) - (l0 * l1 / (p * p0))
            + (l * ((8 * e0 * e / (3 * p0 * p)) + (k * k * ((e0 * e0 * e * e) + (q2 * p2)) / (q2 * p0 * p2 * p))
                + (k / (2 * p0 * p) * (((((e0 * e) + q2) / (q2 * p0)) * l0) - ((((e0 * e) + p2) / (p2 * p)) * l1) + (2 * k * e0 * e / (p2 * q2))))));
        double alphaZ = 2 * Math.PI * Constants.FineStructure * z;
        double beta0 = p0 / e0;
        double beta = p / e;
        double elwert = beta0 / beta * (1 - Math.Exp(-alphaZ / beta0)) / (1 - Math.Exp(-alphaZ / beta));
        double r2 = Constants.ClassicalElectronRadiusMm * Constants.ClassicalElectronRadiusMm;
        return Constants.FineStructure * r2 * z * (z + 1) / photon * p / p0 * Math.Max(0, bracket) * elwert;
    }
}
