using System.Security.Cryptography;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Dose point kernel in water of 1 g/cm3: the share of the energy emitted per decay that is absorbed in each spherical shell around
/// the decay, electrons and photons together. Being shares, it serves every energy convention.
/// </summary>
public sealed class PointKernel
{
    /// <summary>The source that is taken where none is named.</summary>
    public const string DefaultSource = "egsnrc";

    private PointKernel(
        string nuclide, string sourceId, string source, double meanEnergyMeV, double? rangeRelativeUncertainty,
        double[] radiiMm, double[] fractions, double[] relativeUncertainties)
    {
        Nuclide = nuclide;
        SourceId = sourceId;
        Source = source;
        MeanEnergyMeV = meanEnergyMeV;
        RangeRelativeUncertainty = rangeRelativeUncertainty;
        RadiiMm = radiiMm;
        Fractions = fractions;
        RelativeUncertainties = relativeUncertainties;
        ContentKey = KeyOf(radiiMm, fractions, relativeUncertainties, rangeRelativeUncertainty);
    }

    /// <summary>Nuclide, e.g. "Y-90".</summary>
    public string Nuclide { get; }

    /// <summary>Short name of the source, e.g. "egsnrc".</summary>
    public string SourceId { get; }

    /// <summary>Who computed it and how, in one line.</summary>
    public string Source { get; }

    /// <summary>Mean energy emitted per decay in the calculation behind the table, MeV; what the fractions are shares of.</summary>
    public double MeanEnergyMeV { get; }

    /// <summary>Standard uncertainty of the range, common to all shells, relative; null where the source does not say.</summary>
    public double? RangeRelativeUncertainty { get; }

    /// <summary>Boundaries of the shells, mm: one more than shells, from 0.</summary>
    public double[] RadiiMm { get; }

    /// <summary>Share of the emitted energy that each shell absorbs.</summary>
    public double[] Fractions { get; }

    /// <summary>Relative standard uncertainty (statistics) of each share.</summary>
    public double[] RelativeUncertainties { get; }

    /// <summary>Outer radius of the table, mm of water.</summary>
    public double MaxRadiusMm => RadiiMm[^1];

    /// <summary>Digest of the numbers; two kernels with the same key are the same kernel.</summary>
    internal string ContentKey { get; }

    /// <summary>Sources of point kernels of a nuclide, the default first.</summary>
    /// <exception cref="InvalidInputException">No data for the nuclide.</exception>
    public static IReadOnlyList<string> Sources(string nuclide) => [.. NuclideCatalog.Get(nuclide).PointKernels.Select(kernel => kernel.Id)];

    /// <summary>Loads a point kernel.</summary>
    /// <param name="nuclide">Nuclide, e.g. "Y-90".</param>
    /// <param name="source">One of <see cref="Sources"/>; null takes <see cref="DefaultSource"/>.</param>
    /// <exception cref="InvalidInputException">No such nuclide or source.</exception>
    public static PointKernel Load(string nuclide, string? source = null)
    {
        NuclideCatalog.NuclideEntry entry = NuclideCatalog.Get(nuclide);
        string id = source ?? DefaultSource;
        NuclideCatalog.KernelEntry kernel = entry.PointKernels.FirstOrDefault(candidate => candidate.Id == id)
            ?? throw new InvalidInputException(
                $"point kernel '{id}' is not known for {entry.Nuclide}; known are {string.Join(", ", Sources(nuclide))}");
        Component[] components = [.. kernel.Components.Select(Read)];
        double meanEnergyMeV = kernel.Components.Sum(component => component.MeanEnergyMeV);
        double[] radiiMm = components[0].RadiiMm;
        if (components.Any(component => !component.RadiiMm.AsSpan().SequenceEqual(radiiMm)))
        {
            throw new InvalidInputException($"the tables of the point kernel '{id}' of {entry.Nuclide} have different shells");
        }

        double[] fractions = new double[radiiMm.Length - 1];
        double[] uncertainties = new double[fractions.Length];
        for (int n = 0; n < fractions.Length; n++)
        {
            double energyMeV = components.Sum(component => component.EnergiesMeV[n]);
            double varianceMeV2 = components.Sum(component => Math.Pow(component.EnergiesMeV[n] * component.RelativeUncertainties[n], 2));
            fractions[n] = energyMeV / meanEnergyMeV;
            uncertainties[n] = energyMeV > 0 ? Math.Sqrt(varianceMeV2) / energyMeV : 0;
        }

        return new(entry.Nuclide, id, kernel.Title, meanEnergyMeV, kernel.RangeRelativeUncertainty, radiiMm, fractions, uncertainties);
    }

    /// <summary>A kernel of other numbers, for tests of what the shape of a kernel does.</summary>
    internal static PointKernel FromShells(double[] radiiMm, double[] fractions) =>
        new("test", "test", "made for a test", 1, null, radiiMm, fractions, new double[fractions.Length]);

    /// <summary>Share of the emitted energy that is absorbed within a radius (energy spread evenly over the radius inside a shell).</summary>
    /// <param name="radiusMm">Radius, mm of water.</param>
    public double FractionWithin(double radiusMm)
    {
        double sum = 0;
        for (int n = 0; n < Fractions.Length && RadiiMm[n] < radiusMm; n++)
        {
            sum += Fractions[n] * Math.Min(1, (radiusMm - RadiiMm[n]) / (RadiiMm[n + 1] - RadiiMm[n]));
        }

        return sum;
    }

    private static Component Read(NuclideCatalog.KernelComponent component)
    {
        PhysicsTable table = PhysicsTable.Embedded(component.File);
        IReadOnlyList<double[]> rows = table.NumericRows();
        const double percent = 100;
        double[] radiiMm = [rows[0][0], .. rows.Select(row => row[1])];
        for (int n = 0; n < rows.Count; n++)
        {
            if (rows[n][0] != radiiMm[n] || !(radiiMm[n + 1] > radiiMm[n]) || !(rows[n][2] >= 0) || !(rows[n][3] >= 0))
            {
                throw new InvalidInputException($"{table.Name}: row {n + 1} does not continue the shell before it, or has a negative value");
            }
        }

        return radiiMm[0] == 0
            ? new(radiiMm, [.. rows.Select(row => row[2])], [.. rows.Select(row => row[3] / percent)])
            : throw new InvalidInputException($"{table.Name}: the first shell starts at {radiiMm[0]} mm, expected 0");
    }

    private static string KeyOf(double[] radii, double[] fractions, double[] uncertainties, double? range)
    {
        double[] all = [.. radii, .. fractions, .. uncertainties, range ?? double.NaN];
        return Convert.ToHexString(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(all)));
    }

    private sealed record Component(double[] RadiiMm, double[] EnergiesMeV, double[] RelativeUncertainties);

    /// <summary>
    /// Self-absorbed fraction of a uniform sphere: a point at distance d of another in the sphere lies in it too with the probability
    /// 1 - 3 d / (4 R) + d^3 / (16 R^3) (overlap of two spheres d apart), averaged over the kernel.
    /// </summary>
    /// <param name="diameterMm">Diameter, mm.</param>
    /// <param name="density">Density inside and around, of water-like composition.</param>
    public double SphereSelfAbsorbedFraction(double diameterMm, MassDensity density)
    {
        double sum = 0;
        double radiusMm = diameterMm / 2;
        for (int shell = 0; shell < Fractions.Length; shell++)
        {
            // Shells are thin against the sphere: their middle stands for them.
            double distanceMm = (RadiiMm[shell] + RadiiMm[shell + 1]) / (2 * density.GramPerMl);
            double u = distanceMm / radiusMm;
            sum += u < 2 ? Fractions[shell] * (1 - (0.75 * u) + (u * u * u / 16)) : 0;
        }

        return sum;
    }
}
