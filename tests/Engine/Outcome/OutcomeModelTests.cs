using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Results;
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
        Assert.Equal(expected, Model(kind, parameters).Of(TestSamples.Of(doseGy, doseGy), 0, 64.1, RadiobiologyParameters.Liver).Probability!.Value, 8);

    [Fact]
    public void Probability_Poisson_CountsSurvivorsOfTheBed()
    {
        OutcomeModel model = Model("poisson", "\"metric\":\"eubed\",\"alphaPerGy\":0.01,\"clonogensPerMl\":1000");

        double found = model.Of(TestSamples.Of(300, 300), 0, 64.1, RadiobiologyParameters.Tumor).Probability!.Value;

        // Two samples of 1 mm3: 0.002 mL, 2 clonogens.
        double bed = Radiobiology.BedGy(300, 64.1, RadiobiologyParameters.Tumor);
        Assert.Equal(Math.Exp(-2 * Math.Exp(-0.01 * bed)), found, 9);
    }

    [Fact]
    public void Probability_ColdHalf_LowersTumourControlMoreThanTheMeanTells()
    {
        OutcomeModel model = Model("poisson", "\"metric\":\"eubed\",\"alphaPerGy\":0.05,\"clonogensPerMl\":10000");

        Assert.True(
            model.Of(TestSamples.Of(0, 400), 0, 64.1, RadiobiologyParameters.Tumor).Probability <
            model.Of(TestSamples.Of(200, 200), 0, 64.1, RadiobiologyParameters.Tumor).Probability);
    }

    [Theory]
    [InlineData("lyman", "\"d50Gy\":50,\"n\":1", "'m'")]
    [InlineData("logistic", "\"d50Gy\":-1,\"gamma50\":1,\"n\":1", "'d50Gy'")]
    [InlineData("magic", "\"n\":1", "kind")]
    [InlineData("lyman", "\"metric\":\"mean\",\"d50Gy\":50", "'m'")]
    [InlineData("poisson", "\"metric\":\"mean\",\"alphaPerGy\":0.01,\"clonogensPerMl\":1000", "eubed")]
    public void Parse_BrokenModel_NamesTheField(string kind, string parameters, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => Model(kind, parameters)).Message, StringComparison.Ordinal);

    [Fact]
    public void BuiltIn_EveryModel_NamesItselfItsSourceAndWhatWasVerified()
    {
        Assert.Equal(["ntcp-liver-glass", "ntcp-liver-resin", "tcp-glass-bed", "tcp-glass-mean", "tcp-hcc-eud"], OutcomeModel.BuiltInNames);
        foreach (string name in OutcomeModel.BuiltInNames)
        {
            var model = OutcomeModel.BuiltIn(name);
            Assert.Equal(name, model.Name);
            Assert.Contains("DOI 10.", model.Source, StringComparison.Ordinal);
            Assert.Contains("bstract", model.Verified, StringComparison.Ordinal);
        }

        Assert.Contains("tcp-hcc-eud", Assert.Throws<InvalidInputException>(() => OutcomeModel.BuiltIn("tcp")).Message, StringComparison.Ordinal);
    }

    /// <summary>TCP of 0.5 at 51 Gy and 0.95 at 100 Gy: d'Abadie 2022, DOI 10.1186/s13550-022-00911-0, abstract.</summary>
    [Theory]
    [InlineData(51, 0.5)]
    [InlineData(100, 0.95)]
    public void BuiltIn_TcpByEud_MeetsThePublishedPoints(float eudGy, double expected)
    {
        OutcomeResult found = OutcomeModel.BuiltIn("tcp-hcc-eud").Of(TestSamples.Of(eudGy, eudGy), 0, 64.1, new(10, 1.5, 0.03, "test"));

        Assert.Equal(expected, found.Probability!.Value, 4);
        Assert.Equal(("eud", 51.0), (found.Metric, found.D50Gy!.Value));
    }

    /// <summary>292 Gy mean and 441 Gy BED: Dewaraja 2020, DOI 10.2967/jnumed.119.226472; 250 and 93 Gy BED: Walrand 2014, DOI 10.2967/jnumed.113.135301.</summary>
    [Theory]
    [InlineData("tcp-glass-mean", 292, "mean")]
    [InlineData("tcp-glass-bed", 441, "bed-mean")]
    [InlineData("ntcp-liver-glass", 250, "bed-mean")]
    [InlineData("ntcp-liver-resin", 93, "bed-mean")]
    public void BuiltIn_DoseOfHalfAlone_TellsTheSideAndNoProbability(string name, double d50Gy, string metric)
    {
        OutcomeResult found = OutcomeModel.BuiltIn(name).Of(TestSamples.Of(40, 40), 0, 64.1, RadiobiologyParameters.Liver);

        Assert.Equal((d50Gy, metric), (found.D50Gy!.Value, found.Metric));
        Assert.Equal(metric == "mean" ? 40 : 64.024, found.DoseGy!.Value, 3);
        Assert.Null(found.Probability);
        Assert.NotNull(found.Note);
    }

    [Fact]
    public void Of_AlphaNotKnown_SaysWhatIsMissing()
    {
        OutcomeResult found = OutcomeModel.BuiltIn("tcp-hcc-eud").Of(TestSamples.Of(50, 50), 0, 64.1, RadiobiologyParameters.Tumor);

        Assert.Null(found.Probability);
        Assert.Contains("--radiobiology", found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NoDoi_IsRefused() =>
        Assert.Throws<InvalidInputException>(() => OutcomeModel.Parse(
            "{\"name\":\"t\",\"role\":\"normal-liver\",\"kind\":\"lyman\",\"device\":\"d\",\"disease\":\"x\",\"endpoint\":\"e\",\"source\":\"hearsay\",\"d50Gy\":50,\"m\":0.3,\"n\":1}", "f"));

    private static OutcomeModel Model(string kind, string parameters) =>
        OutcomeModel.Parse(
        $$"""{"name":"t","role":"tumor","kind":"{{kind}}","device":"d","disease":"x","endpoint":"e","source":"invented, 10.0/0",{{parameters}}}""", "model.json");
}
