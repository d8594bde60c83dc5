using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.SelfTest;

/// <summary>Checks of data and tables, without a device: energy conventions, energy balance, spheres, voxel S values of others.</summary>
internal static class KernelChecks
{
    private const string Nuclide = "Y-90";

    internal static IEnumerable<SelfTestCheck> Run() => [.. Conventions(), .. Balance(), .. Spheres(), .. VoxelS()];

    private static IEnumerable<SelfTestCheck> Conventions()
    {
        // Half a unit of the last digit printed.
        const double tolerance = 0.005;
        (string Id, double JPerGBq)[] published = [("ddep", 49.38), ("mird", 49.98), ("review", 50.04), ("eanm2022", 49.67), ("glass-label", 50)];
        foreach ((string id, double jPerGBq) in published)
        {
            DecayData decay = EnergyConventions.Get(Nuclide, id);
            yield return new($"j-per-gbq-{id}", "energy per activity, J/GBq", decay.JPerGBq, jPerGBq, tolerance, decay.Source);
        }
    }

    private static IEnumerable<SelfTestCheck> Balance()
    {
        PointKernel kernel = PointKernel.Load(Nuclide);
        double inside = kernel.FractionWithin(VoxelSTableFactory.DefaultMaxRadiusMm);
        Vec3[] spacings = [new(2, 2, 2), new(4.07, 4.07, 3), new(0.5, 3, 10)];
        foreach (Vec3 spacingMm in spacings)
        {
            VoxelSTable table = VoxelSTableFactory.Create(kernel, spacingMm, MassDensity.FromGramPerMl(1));
            yield return new(
                $"energy-balance-{spacingMm.X}x{spacingMm.Y}x{spacingMm.Z}", "sum of S x mass / mean energy", table.EnergyFractionInside, inside, 1e-4,
                "energy of the point kernel within 12 mm of water");
        }
    }

    private static IEnumerable<SelfTestCheck> Spheres()
    {
        PhysicsTable table = PhysicsTable.Embedded("sphere-self-absorbed.csv");
        foreach (string[] row in table.Rows())
        {
            (double diameterMm, double density) = (table.Number(row[0]), table.Number(row[1]));
            yield return new(
                $"sphere-{row[0]}mm-{row[1]}-{row[4]}", "self-absorbed fraction of a uniform sphere",
                PointKernel.Load(Nuclide, row[4]).SphereSelfAbsorbedFraction(diameterMm, MassDensity.FromGramPerMl(density)), table.Number(row[2]), table.Number(row[3]), table.Source.Author);
        }
    }

    private static IEnumerable<SelfTestCheck> VoxelS()
    {
        PointKernel kernel = PointKernel.Load(Nuclide);
        DecayData simulated = EnergyConventions.Get(Nuclide, EnergyConventions.DefaultId(Nuclide)) with { MeanEnergyMeV = kernel.MeanEnergyMeV };
        PhysicsTable reference = PhysicsTable.Embedded("voxel-s-reference.csv");
        foreach (string[] row in reference.Rows())
        {
            double spacing = reference.Number(row[0]);
            VoxelSTable table = VoxelSTableFactory.Create(
                kernel, new(spacing, spacing, spacing), MassDensity.FromGramPerMl(reference.Number(row[1])), reference.Number(row[2]));
            double expected = reference.Number(row[6]);
            double value = table.MilligrayPerMegabecquerelSecond(
                (int)reference.Number(row[3]), (int)reference.Number(row[4]), (int)reference.Number(row[5]), simulated);
            yield return new(
                $"voxel-s-{row[0]}mm-{row[3]}{row[4]}{row[5]}-{Slug(row[8])}", $"voxel S value at {row[1]} g/mL, mGy/(MBq s)", value, expected, expected * reference.Number(row[7]), row[8]);
        }
    }

    private static string Slug(string source) => source.Split(' ')[0].ToLowerInvariant() + (source.Contains("simulated", StringComparison.Ordinal)
        ? "-tissue"
        : source.Contains("scaled", StringComparison.Ordinal) ? "-scaled" : "");
}
