using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Quantification;

public sealed class ActivityQuantifierTests
{
    /// <summary>Voxels of 10 x 10 x 10 mm hold 1 mL, so sums over voxels are becquerels.</summary>
    private static readonly VoxelGrid Grid = VoxelGrid.AxisAligned(new(4, 4, 4), new(10, 10, 10));

    private static readonly DecayData Decay = EnergyConventions.Get("Y-90", "mird");

    private static readonly Structure Liver =
        Structure.FromCoverage("Liver", StructureRole.Liver, null, Grid, n => n < 32 ? 1 : 0);

    private static QuantificationRequest Absolute => new()
    {
        Modality = ImageModality.Y90Pet,
        Calibration = CalibrationKind.Absolute,
        Units = ImageUnits.BqPerMl,
        Timing = ImageTiming.AfterAdministration(0, Decay),
    };

    private static QuantificationRequest Relative => new()
    {
        Modality = ImageModality.Tc99mMaaSpect,
        Calibration = CalibrationKind.Relative,
        Administered = Activity.FromMegabecquerel(110),
        Residual = Activity.FromMegabecquerel(10),
        LungShuntFraction = 0.1,
    };

    [Theory]
    [InlineData(24, 1.2963)]
    [InlineData(72, 2.1784)]
    public void Quantify_HoursAfterAdministration_DecaysBack(double hours, double factor)
    {
        // Factors for 64.1 h as guidance tables give them, four decimals.
        QuantifiedActivity result = Quantify(Absolute with { Timing = ImageTiming.AfterAdministration(hours, Decay) });

        Assert.Equal(factor, result.Result.DecayFactor, 4);
        Assert.Equal(64e6 * 1e-6 * factor, result.Result.ActivityInFieldOfViewMBq, 2);
    }

    [Theory]
    [InlineData(ImageUnits.BqPerMl, null, 1.0)]
    [InlineData(ImageUnits.KbqPerMl, null, 1e3)]
    [InlineData(ImageUnits.Counts, 7.5, 7.5)]
    public void Quantify_Units_ScaleToBecquerelPerMl(ImageUnits units, double? perCount, double factor)
    {
        QuantifiedActivity result = Quantify(Absolute with { Units = units, BqPerMlPerCount = perCount });

        Assert.Equal(factor * 1e6, result.BqPerMl.Values[5], 1e-7 * factor * 1e6);
        Assert.Equal(factor, result.Result.BqPerMlPerImageValue);
    }

    [Fact]
    public void Quantify_BqPerVoxel_DividesByVoxelVolume()
    {
        var grid = VoxelGrid.AxisAligned(new(2, 2, 2), new(4, 5, 10));
        QuantifiedActivity result = ActivityQuantifier.Quantify(
            Absolute with { Units = ImageUnits.BqPerVoxel }, new(grid, [.. Enumerable.Repeat(3f, 8)]), [], Decay);

        Assert.Equal(3 / 0.2, result.BqPerMl.Values[0], 5);
        Assert.Equal(24e-6, result.Result.ActivityInFieldOfViewMBq, 12);
    }

    [Fact]
    public void Quantify_RelativeToLiver_LiverHoldsNetLessShunt()
    {
        // The image holds as much outside the liver as inside; the liver alone is scaled to (110 - 10) x (1 - 0.1) = 90 MBq.
        QuantifiedActivity result = Quantify(Relative);

        Assert.Equal(90, result.Result.ActivityInLiverMBq!.Value, 4);
        Assert.Equal(180, result.Result.ActivityInFieldOfViewMBq, 4);
        Assert.Equal("Liver", result.Result.ReferenceRegion);
        Assert.Contains(result.Warnings, w => w.Code == "activity-imbalance");
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 90)]
    public void Quantify_RelativeToFieldOfView_ShuntCountsOnlyWithLungsOutside(bool lungsInside, double expectedMBq)
    {
        QuantifiedActivity result = Quantify(Relative with { Reference = QuantificationRequest.FieldOfView, LungsInFieldOfView = lungsInside });

        Assert.Equal(expectedMBq, result.Result.ActivityInFieldOfViewMBq, 4);
    }

    [Fact]
    public void Quantify_RelativeToFieldOfView_WithNothingKnownOfLungs_SaysThatTheyAreTakenOutside()
    {
        QuantifiedActivity result = Quantify(Relative with { Reference = QuantificationRequest.FieldOfView });

        Assert.Contains(result.Warnings, w => w.Code == "lungs-assumed-outside");
    }

    [Fact]
    public void Quantify_Territories_EachHoldsItsOwnVial()
    {
        Structure left = Structure.FromCoverage("Left", StructureRole.Perfused, null, Grid, n => n < 16 ? 1 : 0);
        Structure right = Structure.FromCoverage("Right", StructureRole.Perfused, null, Grid, n => n is >= 16 and < 32 ? 1 : 0);
        QuantificationRequest request = Relative with
        {
            Administered = null,
            Residual = null,
            AcceptImbalance = true, // half of the image lies outside both
            Territories = [new("Left", Activity.FromMegabecquerel(30)), new("Right", Activity.FromMegabecquerel(70))],
        };

        QuantifiedActivity result = ActivityQuantifier.Quantify(request, Image(), [Liver, left, right], Decay);

        Assert.Equal(27, result.BqPerMl.Values.Take(16).Sum(v => (double)v) / 1e6, 4);
        Assert.Equal(63, result.BqPerMl.Values.Skip(16).Take(16).Sum(v => (double)v) / 1e6, 4);
        Assert.Equal(100, result.Result.NetMBq!.Value, 9);
    }

    [Fact]
    public void Quantify_ImageWithMuchOutsideTheTerritories_ThrowsUnlessAccepted()
    {
        // A quarter of a uniform image is the territory: the whole holds four times what was given.
        Structure quarter = Structure.FromCoverage("Quarter", StructureRole.Perfused, null, Grid, n => n < 16 ? 1 : 0);
        QuantificationRequest request = Relative with { Administered = null, Residual = null, LungShuntFraction = 0, Territories = [new("Quarter", Activity.FromMegabecquerel(30))] };

        var error = Assert.Throws<InvalidInputException>(() => ActivityQuantifier.Quantify(request, Image(), [quarter], Decay));
        Assert.Contains("4 times the net 30 MBq", error.Message, StringComparison.Ordinal);
        QuantifiedActivity accepted = ActivityQuantifier.Quantify(request with { AcceptImbalance = true }, Image(), [quarter], Decay);
        Assert.Contains("activity-imbalance", accepted.Warnings.Select(warning => warning.Code));
        Assert.Equal(120, accepted.Result.ActivityInFieldOfViewMBq, 4);
    }

    [Fact]
    public void Quantify_TerritoriesThatAreNotWhatWasAdministered_Throws() => AssertRefused(
        Relative with { Territories = [new("Liver", Activity.FromMegabecquerel(50))] }, "net activities that agree");

    [Theory]
    [InlineData(-0.01)]
    [InlineData(5)]
    [InlineData(double.NaN)]
    public void Quantify_LungShuntThatIsNoFraction_Throws(double fraction) => AssertRefused(Relative with { LungShuntFraction = fraction }, "expected a fraction from 0 to 1");

    [Fact]
    public void Quantify_ActivitiesThatNobodyGives_Throws()
    {
        AssertRefused(Relative with { Administered = Activity.FromMegabecquerel(0) }, "administered activity is 0 MBq");
        AssertRefused(Relative with { Residual = Activity.FromMegabecquerel(-1) }, "residual activity is -1 MBq");
        AssertRefused(Relative with { Administered = null, Residual = null }, "--administered-mbq");
    }

    [Fact]
    public void Quantify_FactorThatDoesNotBelong_Throws()
    {
        AssertRefused(Absolute with { BqPerMlPerCount = 2 }, "--bq-per-ml-per-count belongs to");
        AssertRefused(Absolute with { Units = ImageUnits.Counts, BqPerMlPerCount = -2 }, "expected a finite value above 0");
        AssertRefused(Absolute with { Territories = [new("Liver", Activity.FromMegabecquerel(1))] }, "--territory belongs to relative");
    }

    [Theory]
    [InlineData(0.73, 0)]
    [InlineData(0.71, 1)]
    [InlineData(1.15, 0)]
    [InlineData(1.17, 1)]
    public void Quantify_UnusualBalance_IsToldAndGoesOn(double balance, int warnings)
    {
        QuantifiedActivity result = Quantify(Absolute with { Administered = Activity.FromMegabecquerel(64 / balance) });

        Assert.Equal(warnings, result.Warnings.Count(warning => warning.Code == "activity-balance-unusual"));
    }

    [Fact]
    public void Quantify_TwoLiversOrEmptyReference_Throws()
    {
        Structure other = Structure.FromCoverage("Liver 2", StructureRole.Liver, null, Grid, n => n >= 32 ? 1 : 0);
        var error = Assert.Throws<InvalidInputException>(() => ActivityQuantifier.Quantify(Relative, Image(), [Liver, other], Decay));
        Assert.Contains("2 structures could be the reference (Liver, Liver 2)", error.Message, StringComparison.Ordinal);

        Volume elsewhere = new(Grid, [.. Enumerable.Range(0, 64).Select(n => n < 32 ? 0f : 1f)]);
        error = Assert.Throws<InvalidInputException>(() => ActivityQuantifier.Quantify(Relative, elsewhere, [Liver], Decay));
        Assert.Contains("needs a sum above 0", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidInputException>(() => ActivityQuantifier.Quantify(Absolute, new(Grid, new float[64]), [], Decay));
        Assert.Contains("no positive value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantify_OverlappingTerritories_Throws()
    {
        Structure whole = Structure.FromCoverage("Whole", StructureRole.Perfused, null, Grid, _ => 1);
        QuantificationRequest request = Relative with
        {
            Administered = null,
            Residual = null,
            Territories = [new("Liver", Activity.FromMegabecquerel(30)), new("Whole", Activity.FromMegabecquerel(70))],
        };

        var error = Assert.Throws<InvalidInputException>(() => ActivityQuantifier.Quantify(request, Image(), [Liver, whole], Decay));
        Assert.Contains("overlap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantify_AbsoluteMaa_Throws() =>
        AssertRefused(Absolute with { Modality = ImageModality.Tc99mMaaSpect }, "99mTc");

    [Fact]
    public void Quantify_UnitsUnknown_Throws() => AssertRefused(Absolute with { Units = null }, "--activity-units");

    [Fact]
    public void Quantify_TimeUnknown_Throws() => AssertRefused(Absolute with { Timing = null }, "--hours-after-administration");

    [Fact]
    public void Quantify_CountsWithoutFactor_Throws() => AssertRefused(Absolute with { Units = ImageUnits.Counts }, "--bq-per-ml-per-count");

    [Fact]
    public void Quantify_ResidualAboveAdministered_Throws() =>
        AssertRefused(Relative with { Residual = Activity.FromMegabecquerel(120) }, "residual");

    [Theory]
    [InlineData(64 / 1.31)]
    [InlineData(64 / 0.49)]
    public void Quantify_ImplausibleBalance_ThrowsUnlessAccepted(double administeredMBq)
    {
        QuantificationRequest request = Absolute with { Administered = Activity.FromMegabecquerel(administeredMBq) };

        AssertRefused(request, "--accept-imbalance");
        Assert.Contains(Quantify(request with { AcceptImbalance = true }).Warnings, w => w.Code == "activity-imbalance");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1e-6, true)]
    [InlineData(3, true)]
    public void Quantify_HeaderOfAnotherActivity_IsToldWhereTheUserGivesNone(double factor, bool told)
    {
        QuantificationRequest request = Absolute with { Administered = null };
        double holds = Quantify(request).Result.ActivityInFieldOfViewMBq;
        QuantifiedActivity result = Quantify(request with { AdministeredByHeader = Activity.FromMegabecquerel(holds * factor) });
        Assert.Equal(told, result.Warnings.Any(warning => warning.Code == "activity-differs-from-header"));
    }

    [Fact]
    public void Quantify_NegativeValues_StayInSumsAndAreTold()
    {
        Volume image = Image();
        image.Values[0] = -8e6f;

        QuantifiedActivity result = ActivityQuantifier.Quantify(Absolute, image, [Liver], Decay);

        Assert.Equal(63 - 8, result.Result.ActivityInFieldOfViewMBq, 6);
        Assert.Equal(8.0 / 63, result.Result.NegativeFraction, 9);
    }

    [Fact]
    public void Quantify_SliceFactors_ScaleSliceBySlice()
    {
        ImageTiming timing = new() { Rule = "each slice at its own time", DecayFactor = 2.5, SliceFactors = [1, 2, 3, 4] };

        QuantifiedActivity result = Quantify(Absolute with { Timing = timing });

        Assert.Equal(16 * (1 + 2 + 3 + 4), result.Result.ActivityInFieldOfViewMBq, 6);
        Assert.All(result.BqPerMl.Values.Index(), voxel => Assert.Equal(1e6f * (1 + (voxel.Index / 16)), voxel.Item)); // 16 voxels a slice
    }

    private static Volume Image() => new(Grid, [.. Enumerable.Repeat(1e6f, 64)]);

    private static QuantifiedActivity Quantify(QuantificationRequest request) =>
        ActivityQuantifier.Quantify(request, Image(), [Liver], Decay);

    private static void AssertRefused(QuantificationRequest request, string word) =>
        Assert.Contains(word, Assert.Throws<InvalidInputException>(() => Quantify(request)).Message, StringComparison.Ordinal);
}
