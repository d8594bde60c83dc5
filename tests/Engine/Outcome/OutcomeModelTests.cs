using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Statistics;
using VoxelDose.Tests.Engine.Statistics;

namespace VoxelDose.Tests.Engine.Outcome;

/// <summary>The models with invented parameters: their shape, not anybody's data.</summary>
public sealed class OutcomeModelTests
{
    [Theory]
    [InlineData("lyman", "\"d50Gy\":50,\"m\":0.3,\"n\":1", 50, 0.5)]
    [InlineData("lyman", "\"d50Gy\":50,\"m\":0.3,\"n\":1", 65, 0.841344746)]
    [InlineData("lyman", "\"d50Gy\":50,\"m\":0.3,\"n\":1", 35, 0.158655254)]
    [InlineData("logistic", "\"d50Gy\":100,\"gamma50\":1,\"n\":1", 100, 0.5)]
    [InlineData("logistic", "\"d50Gy\":100,\"gamma50\":1,\"n\":1", 200, 0.941176471)]
    public void Probability_UniformDose_FollowsTheClosedForm(string kind, string parameters, float doseGy, double expected) =>
        Assert.Equal(expected, Model(kind, parameters).Probability(TestSamples.Of(doseGy, doseGy), 0, 64.1, RadiobiologyParameters.Liver)!.Value, 8);

    [Fact]
    public void Probability_Poisson_CountsSurvivorsOfTheBed()
    {
        OutcomeModel model = Model("poisson", "\"alphaPerGy\":0.01,\"clonogensPerMl\":1000");

        double found = model.Probability(TestSamples.Of(300, 300), 0, 64.1, RadiobiologyParameters.Tumor)!.Value;

        // Two samples of 1 mm3: 0.002 mL, 2 clonogens.
        double bed = Radiobiology.BedGy(300, 64.1, RadiobiologyParameters.Tumor);
        Assert.Equal(Math.Exp(-2 * Math.Exp(-0.01 * bed)), found, 9);
    }

    [Fact]
    public void Probability_ColdHalf_LowersTumourControlMoreThanTheMeanTells()
    {
        OutcomeModel model = Model("poisson", "\"alphaPerGy\":0.05,\"clonogensPerMl\":10000");

        Assert.True(
            model.Probability(TestSamples.Of(0, 400), 0, 64.1, RadiobiologyParameters.Tumor) <
            model.Probability(TestSamples.Of(200, 200), 0, 64.1, RadiobiologyParameters.Tumor));
    }

    [Theory]
    [InlineData("lyman", "\"d50Gy\":50,\"n\":1", "'m'")]
    [InlineData("logistic", "\"d50Gy\":-1,\"gamma50\":1,\"n\":1", "'d50Gy'")]
    [InlineData("magic", "\"n\":1", "kind")]
    public void Parse_BrokenModel_NamesTheField(string kind, string parameters, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => Model(kind, parameters)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NoDoi_IsRefused() =>
        Assert.Throws<InvalidInputException>(() => OutcomeModel.Parse(
            "{\"name\":\"t\",\"kind\":\"lyman\",\"device\":\"d\",\"disease\":\"x\",\"endpoint\":\"e\",\"source\":\"hearsay\",\"d50Gy\":50,\"m\":0.3,\"n\":1}", "f"));

    private static OutcomeModel Model(string kind, string parameters) =>
        OutcomeModel.Parse(
        $$"""{"name":"t","kind":"{{kind}}","device":"d","disease":"x","endpoint":"e","source":"invented, 10.0/0",{{parameters}}}""", "model.json");
}
