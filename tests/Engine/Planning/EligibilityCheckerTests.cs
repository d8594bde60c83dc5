using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Tests.Engine.Planning;

public sealed class EligibilityCheckerTests
{
    private static PlanCheck Check(string code, (string Key, double Value)[]? numbers = null, (string Key, bool Value)[]? answers = null) =>
        EligibilityChecker.Check(new(
            (numbers ?? []).ToDictionary(pair => pair.Key, pair => pair.Value), (answers ?? []).ToDictionary(pair => pair.Key, pair => pair.Value)))
        .Single(check => check.Code == code);

    [Fact]
    public void Check_NothingKnown_NothingIsPassed()
    {
        IReadOnlyList<PlanCheck> checks = EligibilityChecker.Check(PatientFacts.None);

        Assert.True(checks.Count >= 15);
        Assert.All(checks, check => Assert.Equal(CheckStatus.NotGiven, check.Status));
        Assert.All(checks, check => Assert.False(string.IsNullOrEmpty(check.Source)));
    }

    [Theory]
    [InlineData("ecog", "ecog", 2, CheckStatus.Passed)]
    [InlineData("ecog", "ecog", 3, CheckStatus.Failed)]
    [InlineData("bilirubin", "bilirubinMgPerDl", 2.0, CheckStatus.Passed)]
    [InlineData("bilirubin", "bilirubinMgPerDl", 2.1, CheckStatus.Failed)]
    [InlineData("alt", "altTimesUpperLimit", 5.1, CheckStatus.Failed)]
    [InlineData("ast", "astTimesUpperLimit", 4.9, CheckStatus.Passed)]
    [InlineData("tumor-over-70-percent", "tumorFractionOfTargetLiver", 0.71, CheckStatus.Failed)]
    [InlineData("creatinine", "creatinineMgPerDl", 2.5, CheckStatus.Failed)]
    [InlineData("platelets", "plateletsPerNl", 49, CheckStatus.Failed)]
    [InlineData("platelets", "plateletsPerNl", 50, CheckStatus.Passed)]
    [InlineData("life-expectancy", "lifeExpectancyMonths", 2, CheckStatus.Failed)]
    public void Check_Number_HeldAgainstItsLimit(string code, string key, double value, CheckStatus expected) =>
        Assert.Equal(expected, Check(code, [(key, value)]).Status);

    [Fact]
    public void Check_BilirubinHighButHighlySelective_IsPassed()
    {
        Assert.Equal(CheckStatus.Passed, Check("bilirubin", [("bilirubinMgPerDl", 3)], [("highlySelective", true)]).Status);
        Assert.Equal(CheckStatus.Failed, Check("bilirubin", [("bilirubinMgPerDl", 3)], [("highlySelective", false)]).Status);
    }

    [Theory]
    [InlineData(0.6, 2.5, CheckStatus.Failed)]
    [InlineData(0.6, 3.5, CheckStatus.Passed)]
    [InlineData(0.6, null, CheckStatus.NotGiven)]
    [InlineData(0.4, null, CheckStatus.Passed)]
    [InlineData(null, 2.5, CheckStatus.NotGiven)]
    public void Check_TwoConditions_OneThatIsKnownNotToHoldSettlesIt(double? fraction, double? albumin, CheckStatus expected)
    {
        (string, double)[] numbers = [.. fraction is { } f ? new[] { ("tumorFractionOfTargetLiver", f) } : [], .. albumin is { } a ? new[] { ("albuminGPerDl", a) } : []];

        Assert.Equal(expected, Check("tumor-over-50-percent-low-albumin", numbers).Status);
    }

    [Fact]
    public void Check_PortalVeinThrombosis_IsNoContraindication() =>
        Assert.Equal(CheckStatus.Passed, Check("portal-vein-thrombosis", answers: [("portalVeinThrombosis", true)]).Status);

    [Fact]
    public void PatientFacts_UnknownKey_IsRefused() =>
        Assert.Contains("bilirubin", Assert.Throws<InvalidInputException>(() => Check("ecog", [("bilirubin", 1)])).Message, StringComparison.Ordinal);
}
