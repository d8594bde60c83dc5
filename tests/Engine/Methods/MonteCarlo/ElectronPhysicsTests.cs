using VoxelDose.Engine.Methods.MonteCarlo;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

public class ElectronPhysicsTests
{
    private static readonly Medium Water = MediaTable.Default["water"];

    /// <summary>Collision stopping power of liquid water, MeV cm2/g: ICRU Report 37 as tabulated by NIST ESTAR (four digits).</summary>
    [Theory]
    [InlineData(0.01, 22.56)]
    [InlineData(0.05, 6.603)]
    [InlineData(0.1, 4.115)]
    [InlineData(0.5, 2.034)]
    [InlineData(1, 1.849)]
    [InlineData(2, 1.824)]
    public void Stopping_UnrestrictedWater_AgreesWithIcru37(double energyMeV, double expected)
    {
        const double mmPerCm = 10;
        double found = mmPerCm * new Collision(Water).RestrictedStopping(energyMeV, double.MaxValue);

        // The table's last digit is worth 0.03 %; the free-atom binding energies of the density effect add less.
        Assert.InRange(found / expected, 0.9995, 1.0005);
    }

    [Fact]
    public void Stopping_RestrictedPlusDeltaRays_IsTheWhole()
    {
        // The transfers above the cut carry, on average, what the restricted stopping power leaves out.
        var collision = new Collision(Water);
        const double energy = 1;
        const double step = 1e-4;
        double carried = 0;
        for (double cut = 0.1; cut < energy / 2 - (step / 2); cut += step)
        {
            carried += (cut + (step / 2)) * (collision.DeltaRate(energy, cut) - collision.DeltaRate(energy, cut + step));
        }

        double whole = collision.RestrictedStopping(energy, double.MaxValue);
        Assert.Equal(whole, collision.RestrictedStopping(energy, 0.1) + carried, 1e-4 * whole);
    }

    [Fact]
    public void Tissues_Liver_DiffersFromWaterAsInTheReferenceRuns()
    {
        // Factors on which the reference comparison of the design note rests: liver .989 and .993, lung 1.005 and .983.
        TissueTable tissues = TissueTable.FromMedia(MediaTable.Default);
        (double stopping, double scattering) = tissues.At(1.05);
        Assert.Equal(0.989, stopping, 1e-3);
        Assert.Equal(0.993, scattering, 1e-3);
        (stopping, scattering) = tissues.At(0.26);
        Assert.Equal(1.005, stopping, 1e-3);
        Assert.Equal(0.983, scattering, 1e-3);
    }

    [Fact]
    public void Tissues_BetweenTwoMedia_LieBetweenTheirFactors()
    {
        TissueTable tissues = TissueTable.FromMedia(MediaTable.Default);
        (double liver, _) = tissues.At(1.05);
        (double bone, _) = tissues.At(1.85);
        (double between, _) = tissues.At((1.05 + 1.85) / 2);
        Assert.Equal((liver + bone) / 2, between, 1e-9);
        Assert.Equal(bone, tissues.At(3).Stopping);
    }

    [Fact]
    public void MediaTable_FractionsThatDoNotAddUp_AreRefused()
    {
        const string json = """
            { "elements": [{ "symbol": "H", "z": 1, "atomicMass": 1.008, "screening": 1, "shells": [[1, 13.6]] }],
              "media": [{ "name": "water", "densityGPerMl": 1, "excitationEv": 75, "massFractions": { "H": 0.5 } }] }
            """;
        var error = Assert.Throws<VoxelDose.Engine.Errors.InvalidInputException>(() => MediaTable.Parse(json, "user.json"));
        Assert.Contains("massFractions", error.Message, StringComparison.Ordinal);
    }
}
