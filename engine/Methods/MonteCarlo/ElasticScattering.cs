using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Elastic scattering in a medium, per mm at unit density: Rutherford's cross-section with Moliere's screening (H. A. Bethe 1953,
/// DOI 10.1103/PhysRev.89.1256) corrected to the Born approximation of each atom, times the Mott ratio of W. A. McKinley and
/// H. Feshbach 1948 (DOI 10.1103/PhysRev.74.1759). Collisions with the atom's electrons below the delta-ray cut scatter as one more
/// unit of charge (I. Kawrakow 2000, DOI 10.1118/1.598917); those above it are followed one by one.
/// </summary>
internal sealed class ElasticScattering(Medium medium, double deltaCut)
{
    private const double Rest = Constants.ElectronRestMeV;

    /// <summary>Thomas-Fermi radius in Bohr radii, Z = 1.</summary>
    private const double ThomasFermi = 0.88534;

    /// <summary>Panels of the quadrature a unit of log(mu + eta).</summary>
    private const int PanelsPerUnit = 3;

    /// <summary>Legendre moments of the scattering, integral of sigma (1 - P_l), l = 0 .. order, per mm.</summary>
    internal double[] Moments(double energy, int order)
    {
        double[] moments = new double[order + 1];
        foreach (ElementFraction part in medium.Elements)
        {
            AddMoments(part, energy, moments);
        }

        return moments;
    }

    private void AddMoments(ElementFraction part, double energy, double[] moments)
    {
        double z = part.Element.Z;
        double tau = energy / Rest;
        double beta2 = Collision.BetaSquared(energy);
        double beta = Math.Sqrt(beta2);
        double alphaZ = Constants.FineStructure * z;
        double radius = Constants.FineStructure / ThomasFermi;
        double eta = part.Element.Screening * Math.Pow(z, 2.0 / 3) * radius * radius
            * (1.13 + (3.76 * alphaZ * alphaZ / beta2)) / (4 * tau * (tau + 2));
        double r2 = Constants.ClassicalElectronRadiusMm * Constants.ClassicalElectronRadiusMm;
        double strength = Medium.AtomsPerMm3(part) * Math.PI * r2 / (beta2 * tau * (tau + 2));

        // First moment of one Rutherford charge: integral of mu / (mu + eta)^2 over [0, 1].
        double rutherford = Math.Log(1 + (1 / eta)) - (1 / (1 + eta));
        double electrons = Math.Max(0, 1 - (Collision.DeltaTransport(energy, deltaCut) / rutherford));
        strength *= z * (z + electrons);

        double top = Math.Log(1 + (1 / eta));
        foreach ((double y, double weight) in Quadrature.Points(0, top, (int)Math.Ceiling(top * PanelsPerUnit)))
        {
            double mu = eta * (Math.Exp(y) - 1);
            double root = Math.Sqrt(mu);
            double mott = 1 - (beta2 * mu) + (Math.PI * alphaZ * beta * root * (1 - root));

            // dmu / (mu + eta)^2 = exp(-y) dy / eta
            double share = strength * weight * mott * Math.Exp(-y) / eta;
            double x = 1 - (2 * mu);
            double before = 1;
            double now = x;
            for (int l = 1; l < moments.Length; l++)
            {
                moments[l] += share * (1 - now);
                double next = ((((2 * l) + 1) * x * now) - (l * before)) / (l + 1);
                before = now;
                now = next;
            }
        }
    }
}
