using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Voxel S values as shares of the emitted energy: entry (i, j, k) is the fraction of the mean energy per decay, spread evenly over
/// one voxel, that is absorbed in the voxel at offset (+-i, +-j, +-k). Symmetric in each sign, so one octant is kept.
/// </summary>
public sealed class VoxelSTable
{
    /// <summary>Makes a table.</summary>
    /// <param name="spacingMm">Voxel spacing, mm.</param>
    /// <param name="density">Mass density of the medium.</param>
    /// <param name="radius">Largest offset on each axis, voxels.</param>
    /// <param name="fractions">Octant of absorbed fractions, (rx+1)(ry+1)(rz+1) values, x fastest.</param>
    /// <param name="relativeUncertainties">1-sigma relative uncertainty of each entry (kernel statistics and range), same shape.</param>
    /// <param name="source">Who computed the point kernel.</param>
    public VoxelSTable(
        Vec3 spacingMm, MassDensity density, Size3 radius, double[] fractions, double[] relativeUncertainties, string source)
    {
        long count = (long)(radius.X + 1) * (radius.Y + 1) * (radius.Z + 1);
        if (fractions.LongLength != count || relativeUncertainties.LongLength != count)
        {
            throw new ArgumentException($"an octant of radius {radius} needs {count} entries, found {fractions.LongLength}");
        }

        SpacingMm = spacingMm;
        Density = density;
        Radius = radius;
        Fractions = fractions;
        RelativeUncertainties = relativeUncertainties;
        Source = source;
        double sum = 0;
        for (int k = 0, n = 0; k <= radius.Z; k++)
        {
            for (int j = 0; j <= radius.Y; j++)
            {
                for (int i = 0; i <= radius.X; i++, n++)
                {
                    int copies = (i > 0 ? 2 : 1) * (j > 0 ? 2 : 1) * (k > 0 ? 2 : 1);
                    sum += copies * fractions[n];
                }
            }
        }

        EnergyFractionInside = sum;
    }

    /// <summary>Voxel spacing, mm.</summary>
    public Vec3 SpacingMm { get; }

    /// <summary>Mass density of the medium.</summary>
    public MassDensity Density { get; }

    /// <summary>Largest offset on each axis, voxels.</summary>
    public Size3 Radius { get; }

    /// <summary>Octant of absorbed fractions, x fastest: index = i + (rx + 1) (j + (ry + 1) k).</summary>
    public double[] Fractions { get; }

    /// <summary>1-sigma relative uncertainty of each entry, same shape.</summary>
    public double[] RelativeUncertainties { get; }

    /// <summary>Who computed the point kernel behind the table.</summary>
    public string Source { get; }

    /// <summary>Share of the emitted energy that the whole table (all signs) accounts for; the rest is bremsstrahlung that goes further.</summary>
    public double EnergyFractionInside { get; }

    /// <summary>Absorbed fraction at an offset of any sign; 0 outside the table.</summary>
    public double Fraction(int i, int j, int k)
    {
        (i, j, k) = (Math.Abs(i), Math.Abs(j), Math.Abs(k));
        return i > Radius.X || j > Radius.Y || k > Radius.Z
            ? 0
            : Fractions[i + ((Radius.X + 1) * (j + ((Radius.Y + 1) * k)))];
    }

    /// <summary>Voxel S value, mGy/(MBq s), for the mean energy of <paramref name="decay"/>.</summary>
    public double MilligrayPerMegabecquerelSecond(int i, int j, int k, DecayData decay)
    {
        double voxelKg = SpacingMm.X * SpacingMm.Y * SpacingMm.Z / Constants.CubicMillimetresPerMl
            * Density.GramPerMl / Constants.GramsPerKilogram;
        double grayPerDecay = Fraction(i, j, k) * decay.JoulePerDecay / voxelKg;
        const double milligrayPerGray = 1e3;
        const double decaysPerMegabecquerelSecond = 1e6;
        return grayPerDecay * milligrayPerGray * decaysPerMegabecquerelSecond;
    }
}
