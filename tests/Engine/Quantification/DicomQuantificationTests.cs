using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Units;

namespace VoxelDose.Tests.Engine.Quantification;

public sealed class DicomQuantificationTests
{
    private const double HalfLifeH = 64.04;
    private const double Y86HalfLifeS = 53064;

    // Arithmetic in double throughout; times in headers are kept to a microsecond.
    private const double Exact = 1e-9;

    private static readonly DecayData Y90 = new("Y-90", "ddep", HalfLifeH, 0.9267, false, "test");
    private static readonly DateTime Injected = new(2026, 3, 2, 10, 30, 0);
    private static readonly DateTime Scanned = new(2026, 3, 3, 9, 15, 0);

    private static DicomImageFacts Pet { get; } = new()
    {
        Source = "pet",
        Modality = "PT",
        Units = "BQML",
        DecayCorrection = "START",
        ListsDecayCorrection = true,
        SeriesStart = Scanned,
        AdministeredAt = Injected,
        AdministeredAtTimeOfDay = Injected.TimeOfDay,
        Isotope = "Y-90",
        HalfLifeS = 230400,
        PositronFraction = 3.2e-5,
        Slices = [Slice(Scanned), Slice(Scanned.AddMinutes(20))],
    };

    [Fact]
    public void Start_DatesAndTimes_DecayIsCorrectedFromSeriesStart()
    {
        DicomCalibration result = Resolve(Pet);
        Assert.Equal(Factor(22.75), result.Timing!.DecayFactor, Exact);
        Assert.Null(result.Timing.SliceFactors);
        Assert.Equal("2026-03-02T10:30:00", result.Timing.ReferenceTime);
        Assert.Contains("series start", result.Timing.Rule, StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
        Assert.Equal((ImageUnits.BqPerMl, null), (result.Units, result.BqPerMlPerCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Start_DateOfInjectionEarlierByDays_FactorGrowsByDecayOfThoseDays(int days)
    {
        double usual = Resolve(Pet).Timing!.DecayFactor;
        double earlier = Resolve(Pet with { AdministeredAt = Injected.AddDays(-days) }).Timing!.DecayFactor;
        Assert.Equal(Factor(24 * days), earlier / usual, Exact);
    }

    [Fact]
    public void Start_MidnightBetweenInjectionAndScan_HoursAreCounted()
    {
        DicomImageFacts facts = Pet with
        {
            AdministeredAt = new(2026, 2, 28, 23, 50, 0),
            AdministeredAtTimeOfDay = new(23, 50, 0),
            SeriesStart = new(2026, 3, 1, 0, 20, 0),
            Slices = [Slice(new(2026, 3, 1, 0, 20, 0))],
        };
        Assert.Equal(Factor(0.5), Resolve(facts).Timing!.DecayFactor, Exact);
    }

    [Fact]
    public void Start_SeriesTimeAfterAcquisition_EarliestAcquisitionIsTaken()
    {
        DicomCalibration result = Resolve(Pet with { SeriesStart = Scanned.AddHours(5) });
        Assert.Equal(Factor(22.75), result.Timing!.DecayFactor, Exact);
        Assert.Contains(result.Warnings, warning => warning.Code == "series-time-late");
    }

    [Fact]
    public void Start_SeriesTimeAfterAcquisitionOnGe_PrivateScanStartIsTaken()
    {
        DicomCalibration result = Resolve(Pet with { SeriesStart = Scanned.AddHours(5), GeScanStart = Scanned.AddMinutes(-30) });
        Assert.Equal(Factor(22.25), result.Timing!.DecayFactor, Exact);
    }

    [Fact]
    public void Start_SiemensPrivateTime_IsTakenWhereItFits()
    {
        DicomImageFacts rewritten = Pet with { SeriesStart = Scanned.AddHours(5), SiemensDecayCorrectedTo = Scanned.AddMinutes(-30) };
        Assert.Equal(Factor(22.25), Resolve(rewritten).Timing!.DecayFactor, Exact);
        Assert.Contains("Siemens", Refusal(Pet with { SiemensDecayCorrectedTo = Scanned.AddDays(-1) }), StringComparison.Ordinal); // dates shifted, this one not
        Assert.Contains("Siemens", Refusal(rewritten with { SiemensDecayCorrectedTo = Scanned.AddHours(5) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("START")]
    [InlineData("NONE")]
    public void DateNotAdvancedAtMidnight_IsRefused(string correction)
    {
        // Injected the day before: no time comes out before injection, and only the distance of the beds tells.
        DateTime evening = new(2026, 3, 3, 23, 50, 0);
        DicomImageFacts facts = Pet with
        {
            DecayCorrection = correction,
            ListsDecayCorrection = correction == "START",
            SeriesStart = evening,
            Slices = [Slice(evening), Slice(evening.Date.AddMinutes(10))],
        };
        Assert.Contains("midnight", Refusal(facts), StringComparison.Ordinal);
        Assert.Equal(Factor(37.4), Resolve(facts, new() { HoursAfterAdministration = 37.4 }).Timing!.DecayFactor, Exact);
        Assert.NotNull(Resolve(facts with { Slices = [Slice(evening), Slice(evening.AddMinutes(20))] }).Timing);
    }

    [Fact]
    public void Start_SeriesNearlyADayAfterAcquisitionOfTheSameDate_IsRefused()
    {
        DateTime evening = new(2026, 3, 3, 23, 50, 0);
        DicomImageFacts facts = Pet with { SeriesStart = evening, Slices = [Slice(evening.Date.AddMinutes(10))] };
        Assert.Contains("over midnight", Refusal(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void AttenuationNotCorrected_AbsoluteIsRefused_RelativeWarns()
    {
        DicomImageFacts facts = Pet with { ListsAttenuationCorrection = false };
        Assert.Contains("ATTN", Refusal(facts), StringComparison.Ordinal);
        DicomCalibration relative = DicomQuantification.Resolve(facts, new(), ImageModality.Y90Pet, isAbsolute: false, Y90);
        Assert.Contains(relative.Warnings, warning => warning.Code == "not-attenuation-corrected");
    }

    [Fact]
    public void FewerSlicesThanTold_IsTold() =>
        Assert.Contains(Resolve(Pet with { SlicesTold = 47 }).Warnings, warning => warning.Code == "slices-missing");

    [Fact]
    public void Start_FrameReferenceCountsFromAnotherTime_IsRefused()
    {
        // An injection two hours before this bed: frame reference times count from there, the series time was rewritten.
        DicomSliceFacts slice = new(Scanned, null, 7200 + 600, 1200);
        string message = Refusal(Pet with { SeriesStart = Scanned.AddHours(5), Slices = [slice] });
        Assert.Contains("--administered-at", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_SeriesTimeLongBeforeAcquisition_IsRefusedUnlessFrameReferenceConfirmsIt()
    {
        DicomImageFacts facts = Pet with { SeriesStart = Scanned.AddHours(-8) };
        Assert.Contains("before the first acquisition", Refusal(facts), StringComparison.Ordinal);
        DicomSliceFacts slice = new(Scanned, null, (8 * 3600) + 600, 1200);
        Assert.Equal(Factor(14.75), Resolve(facts with { Slices = [slice] }).Timing!.DecayFactor, Exact);
    }

    [Fact]
    public void Admin_NoFurtherCorrection()
    {
        DicomCalibration result = Resolve(Pet with { DecayCorrection = "ADMIN" });
        Assert.Equal(1, result.Timing!.DecayFactor);
        Assert.Contains("ADMIN", result.Timing.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Admin_UserGivesHours_IsRefused() =>
        Assert.Contains("ADMIN", Refusal(Pet with { DecayCorrection = "ADMIN" }, new() { HoursAfterAdministration = 24 }), StringComparison.Ordinal);

    [Fact]
    public void None_EachSliceAtItsAcquisition()
    {
        DicomCalibration result = Resolve(Pet with { DecayCorrection = "NONE", ListsDecayCorrection = false });
        Assert.Equal([Factor(22.75), Factor(22.75 + (1 / 3.0))], result.Timing!.SliceFactors!.Select(f => Math.Round(f, 12)), new Near());
    }

    [Fact]
    public void None_CorrectedImageListsDecay_IsRefused() =>
        Assert.Contains("DECY", Refusal(Pet with { DecayCorrection = "NONE" }), StringComparison.Ordinal);

    [Fact]
    public void DecayCorrectionAbsent_IsRefusedUnlessTheUserGivesHours()
    {
        DicomImageFacts facts = Pet with { DecayCorrection = null };
        Assert.Contains("(0054,1102)", Refusal(facts), StringComparison.Ordinal);
        Assert.Equal(Factor(10), Resolve(facts, new() { HoursAfterAdministration = 10 }).Timing!.DecayFactor, Exact);
    }

    [Fact]
    public void TimeOfDayWithoutDate_IsRefusedUnlessTheUserGivesTheDate()
    {
        DicomImageFacts facts = Pet with { AdministeredAt = null };
        Assert.Contains("without a date", Refusal(facts), StringComparison.Ordinal);
        Assert.Equal(Factor(22.75), Resolve(facts, new() { AdministeredAt = Injected }).Timing!.DecayFactor, Exact);
    }

    [Fact]
    public void ScanBeforeInjection_IsRefused() =>
        Assert.Contains("before administration", Refusal(Pet with { AdministeredAt = Injected.AddDays(2) }), StringComparison.Ordinal);

    [Fact]
    public void UserTimesDifferFromHeader_AreTakenWithAWarning()
    {
        DicomCalibration result = Resolve(Pet, new() { AdministeredAt = Injected, AcquiredAt = Injected.AddHours(48) });
        Assert.Equal(Factor(48), result.Timing!.DecayFactor, Exact);
        Assert.Contains(result.Warnings, warning => warning.Code == "time-differs-from-header");
    }

    [Theory]
    [InlineData("Y-86", Y86HalfLifeS, 0.319)]
    [InlineData("Ge-68", 23410080, 0.8888)]
    [InlineData("F-18", 6584, 0.97)]
    [InlineData("Y-90", 230400, 0.9)]
    [InlineData("Y-90", 6584, 3.186e-5)]
    public void OtherIsotopeInHeader_IsRefusedWithTheOptionThatSettlesIt(string isotope, double halfLifeS, double fraction)
    {
        string message = Refusal(Pet with { Isotope = isotope, HalfLifeS = halfLifeS, PositronFraction = fraction });
        Assert.Contains("--scanner-isotope", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScannerIsotopeConfirmed_BranchingAndDecayAreReplaced()
    {
        DicomImageFacts facts = Pet with { Isotope = "Y-86", HalfLifeS = Y86HalfLifeS, PositronFraction = 0.319 };
        DicomCalibration result = Resolve(facts, new() { ScannerIsotope = "Y-86" });
        double branching = 0.319 / 3.186e-5;
        Assert.Equal(branching * Factor(22.75), result.Timing!.SliceFactors![0], 1e-6);
        double asScanner = Math.Pow(2, 1200 / Y86HalfLifeS); // 20 min from series start to the second slice
        Assert.Equal(branching * Factor(22.75) * Factor(1 / 3.0) / asScanner, result.Timing.SliceFactors[1], 1e-6);
        Assert.Contains(result.Warnings, warning => warning.Code == "scanner-isotope-corrected");
    }

    [Fact]
    public void ScannerIsotopeConfirmed_DecayFactorOfHeaderIsUndone()
    {
        DicomSliceFacts slice = new(Scanned, 1.5, null, null);
        DicomImageFacts facts = Pet with { Isotope = "Y-86", HalfLifeS = Y86HalfLifeS, PositronFraction = 0.319, Slices = [slice] };
        double hours = Math.Log2(1.5) * Y86HalfLifeS / 3600; // the time for which the scanner corrected
        Assert.Equal(0.319 / 3.186e-5 * Factor(22.75) * Factor(hours) / 1.5, Resolve(facts, new() { ScannerIsotope = "Y-86" }).Timing!.DecayFactor, 1e-6);
    }

    [Fact]
    public void ScannerIsotopeIsTheImagedOne_ValuesAreTakenAsTheyStand()
    {
        DicomImageFacts facts = Pet with { Isotope = "Y-86" };
        DicomCalibration result = Resolve(facts, new() { ScannerIsotope = "Y-90" });
        Assert.Equal(Factor(22.75), result.Timing!.DecayFactor, Exact);
        Assert.Contains(result.Warnings, warning => warning.Code == "scanner-isotope-header-overridden");
    }

    [Fact]
    public void ScannerIsotopeContradictsHeader_IsRefused() => Assert.Contains(
        "contradicts", Refusal(Pet with { Isotope = "Y-86", HalfLifeS = Y86HalfLifeS }, new() { ScannerIsotope = "F-18" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("PROPCPS")]
    [InlineData("GML")]
    public void RelativeUnits_AbsoluteIsRefused_RelativeIsNot(string units)
    {
        DicomImageFacts facts = Pet with { Units = units };
        Assert.Contains(units, Refusal(facts), StringComparison.Ordinal);
        DicomCalibration relative = DicomQuantification.Resolve(facts, new(), ImageModality.Y90Pet, isAbsolute: false, Y90);
        Assert.Equal((ImageUnits.Counts, null), (relative.Units, relative.Timing));
    }

    [Fact]
    public void Counts_PhilipsScaleFactorMakesThemActivity()
    {
        DicomCalibration result = Resolve(Pet with { Units = "CNTS", PhilipsBqPerMlPerCount = 2.5 });
        Assert.Equal((ImageUnits.Counts, 2.5), (result.Units, result.BqPerMlPerCount));
    }

    [Fact]
    public void Counts_PhilipsSuvFactorAlone_IsRefused() => Assert.Contains(
        "(7053,xx00)", Refusal(Pet with { Units = "CNTS", HasPhilipsSuvScale = true }), StringComparison.Ordinal);

    [Fact]
    public void ScannerIsotopeWithoutFraction_IsTakenFromTheTableOnlyWhereItIsCertain()
    {
        DicomImageFacts facts = Pet with { Isotope = "F-18", HalfLifeS = null, PositronFraction = null, Slices = [Slice(Scanned)] };
        Assert.Equal(0.9686 / 3.186e-5 * Factor(22.75), Resolve(facts, new() { ScannerIsotope = "F-18" }).Timing!.DecayFactor, 1e-6);
        string message = Refusal(facts with { Isotope = "Y-86" }, new() { ScannerIsotope = "Y-86" });
        Assert.Contains("(0018,1076)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AdministeredActivityInMegabecquerelWhereBecquerelIsDue_IsTold()
    {
        DicomCalibration result = Resolve(
            Pet with { TotalDose = Activity.FromBecquerel(1400) }, new() { Administered = Activity.FromMegabecquerel(1400) });
        Assert.Contains(result.Warnings, warning => warning.Code == "administered-activity-differs" && warning.Message.Contains("MBq where Bq", StringComparison.Ordinal));
    }

    [Fact]
    public void Spect_OfTechnetium_IsAnMaaImage()
    {
        DicomImageFacts facts = Pet with { Modality = "NM", Isotope = "Tc-99m", HalfLifeS = 21620, PositronFraction = null, Units = null, DecayCorrection = null };
        Assert.Equal(ImageModality.Tc99mMaaSpect, DicomQuantification.ModalityOf(facts));
        Assert.Equal(ImageUnits.Counts, DicomQuantification.Resolve(facts, new(), ImageModality.Tc99mMaaSpect, isAbsolute: false, Y90).Units);
        Assert.Throws<InvalidInputException>(() => DicomQuantification.Resolve(facts, new(), ImageModality.Y90Spect, isAbsolute: false, Y90));
    }

    [Fact]
    public void Spect_OfHolmium_IsTakenForHolmiumAlone()
    {
        DecayData holmium = EnergyConventions.Get("Ho-166", "icrp107");
        DicomImageFacts facts = Pet with { Modality = "NM", Isotope = "Ho-166", HalfLifeS = 96480, PositronFraction = null, Units = null, DecayCorrection = null };
        DicomStatements said = new() { HoursAfterAdministration = 22.75 };
        Assert.Equal(ImageModality.Ho166Spect, DicomQuantification.ModalityOf(facts));
        DicomCalibration result = DicomQuantification.Resolve(facts, said, ImageModality.Ho166Spect, isAbsolute: true, holmium);
        Assert.Equal(Math.Pow(2, 22.75 / 26.8), result.Timing!.DecayFactor, Exact);

        string other = Assert.Throws<InvalidInputException>(() => DicomQuantification.Resolve(
            facts with { Isotope = "Y-90", HalfLifeS = 230400 }, said, ImageModality.Ho166Spect, isAbsolute: true, holmium)).Message;
        Assert.Contains("expected Ho-166", other, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => DicomQuantification.Resolve(facts, said, ImageModality.Y90Spect, isAbsolute: true, Y90));
    }

    /// <summary>Three hours are 3.2 % of 90Y's activity and 8 % of 166Ho's: what is told for one is refused for the other, as six hours are for 90Y.</summary>
    [Fact]
    public void Start_SeriesTimeHoursBeforeTheScan_IsJudgedByTheNuclide()
    {
        DicomImageFacts early = Pet with { SeriesStart = Scanned.AddHours(-3) };
        Assert.Contains(Resolve(early).Warnings, warning => warning.Code == "series-time-early");
        DicomImageFacts holmium = early with { Modality = "NM", Isotope = "Ho-166", HalfLifeS = 96480, PositronFraction = null };
        string refusal = Assert.Throws<InvalidInputException>(() => DicomQuantification.Resolve(
            holmium, new(), ImageModality.Ho166Spect, isAbsolute: true, EnergyConventions.Get("Ho-166", "icrp107"))).Message;
        Assert.Contains("3 h before the first acquisition", refusal, StringComparison.Ordinal);
    }

    private static DicomSliceFacts Slice(DateTime acquired) => new(acquired, null, null, null);

    private static double Factor(double hours) => Math.Pow(2, hours / HalfLifeH);

    private static DicomCalibration Resolve(DicomImageFacts facts, DicomStatements? said = null) =>
        DicomQuantification.Resolve(facts, said ?? new(), ImageModality.Y90Pet, isAbsolute: true, Y90);

    private static string Refusal(DicomImageFacts facts, DicomStatements? said = null) =>
        Assert.Throws<InvalidInputException>(() => Resolve(facts, said)).Message;

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < Exact;

        public int GetHashCode(double obj) => 0;
    }
}
