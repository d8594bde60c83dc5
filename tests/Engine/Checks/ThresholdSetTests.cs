using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Tests.Engine.Checks;

public sealed class ThresholdSetTests
{
    private const string Valid = """
        {"name":"mine","title":"t","source":"s","limits":[{"code":"a-1","structure":"tumor","quantity":"v100","comparison":"at-least",
        "value":0.9,"unit":"1","device":"glass","disease":"any","endpoint":"e"}]}
        """;

    [Fact]
    public void BuiltIn_EverySet_ParsesAndNamesItself()
    {
        Assert.Equal(["dosisphere-01", "eanm2022-glass", "eanm2022-resin", "lung", "neuroendocrine-resin"], ThresholdSet.BuiltInNames);
        foreach (string name in ThresholdSet.BuiltInNames)
        {
            ThresholdSet set = ThresholdSet.BuiltIn(name);
            Assert.Equal(name, set.Name);
            Assert.Equal(set.Limits.Count, set.Limits.Select(limit => limit.Code).Distinct().Count());
        }
    }

    /// <summary>Every limit of every set.</summary>
    [Theory]
    [InlineData("eanm2022-glass", "tumor-dose-hcc-lobar", 205)]
    [InlineData("eanm2022-glass", "tumor-dose-segmentectomy", 400)]
    [InlineData("eanm2022-glass", "tumor-dose-icc", 260)]
    [InlineData("eanm2022-glass", "tumor-dose-mcrc", 189)]
    [InlineData("eanm2022-glass", "normal-liver-dose", 75)]
    [InlineData("eanm2022-glass", "normal-liver-dose-bilirubin", 50)]
    [InlineData("eanm2022-resin", "tumor-dose-hcc-icc", 100)]
    [InlineData("eanm2022-resin", "tumor-dose-mcrc", 100)]
    [InlineData("eanm2022-resin", "normal-liver-dose", 40)]
    [InlineData("eanm2022-resin", "normal-liver-dose-compromised", 30)]
    [InlineData("eanm2022-resin", "tumor-dose-segmentectomy", 150)]
    [InlineData("neuroendocrine-resin", "tumor-dose-response", 191.3)]
    [InlineData("neuroendocrine-resin", "tumor-dose-no-response", 72.8)]
    [InlineData("neuroendocrine-resin", "normal-liver-dose-without-toxicity", 25.4)]
    [InlineData("neuroendocrine-resin", "normal-liver-dose-with-toxicity", 59.1)]
    [InlineData("dosisphere-01", "tumor-dose-dosisphere", 205)]
    [InlineData("lung", "lung-dose-session", 30)]
    [InlineData("lung", "lung-dose-cumulative", 50)]
    public void BuiltIn_PublishedLimits_StandAsPublished(string set, string code, double value) =>
        Assert.Equal(value, ThresholdSet.BuiltIn(set).Limits.Single(limit => limit.Code == code).Value);

    [Fact]
    public void BuiltIn_UnknownName_TellsWhichThereAre() =>
        Assert.Contains("dosisphere-01", Assert.Throws<InvalidInputException>(() => ThresholdSet.BuiltIn("nope")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"comparison\":\"at-least\"", "\"comparison\":\"roughly\"", "comparison")]
    [InlineData("\"quantity\":\"v100\"", "\"quantity\":\"d71Gy\"", "d71Gy")]
    [InlineData("\"code\":\"a-1\"", "\"code\":\"A 1\"", "code 'A 1'")]
    [InlineData("\"value\":0.9", "\"value\":\"0.9\"", "value")]
    [InlineData("\"unit\":\"1\",", "", "unit")]
    [InlineData("\"unit\":\"1\"", "\"unit\":\"1\",\"extra\":2", "extra")]
    [InlineData("{\"name\"", "{{\"name\"", "mine.json")]
    public void Parse_BrokenFile_NamesFileAndField(string from, string to, string expected)
    {
        string message = Assert.Throws<InvalidInputException>(() => ThresholdSet.Parse(Valid.Replace(from, to, StringComparison.Ordinal), "mine.json")).Message;

        Assert.Contains("mine.json", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_TumorsAndLung_ComparesEachDrawnTumorAndKeepsUnknownUnknown()
    {
        StructureResult[] structures =
        [
            Structure("A", StructureRole.Tumor, false, 210), Structure("B", StructureRole.Tumor, false, 204.9), Structure("All", StructureRole.Tumor, true, 207),
        ];

        IReadOnlyList<Check> tumors = ThresholdChecks.Evaluate(ThresholdSet.BuiltIn("dosisphere-01"), structures, new(), "ldm");
        IReadOnlyList<Check> lung = ThresholdChecks.Evaluate(ThresholdSet.BuiltIn("lung"), structures, new() { LungDoseGy = 31 }, "ldm");

        Assert.Equal([("info", 210.0), ("warning", 204.9)], tumors.Select(check => (check.Severity, check.Value!.Value)));
        Assert.Equal([("warning", (double?)31), ("info", null)], lung.Select(check => (check.Severity, check.Value)));
        Assert.Contains("DOI", tumors[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_VxLimit_LooksUpThatDose()
    {
        ThresholdSet set = ThresholdSet.Parse(Valid, "mine.json");
        StructureResult tumor = new()
        {
            Name = "A",
            Role = StructureRole.Tumor,
            Dose = new Dictionary<string, DoseStatistics> { ["vsv"] = new() { Vx = [new(100, 0.85)] } },
        };

        Check check = Assert.Single(ThresholdChecks.Evaluate(set, [tumor], new(), "vsv"));

        Assert.Equal(100, Assert.Single(ThresholdChecks.VxDosesGy([set])));
        Assert.Equal(0.85, check.Value);
        Assert.Equal("warning", check.Severity);
    }

    private static StructureResult Structure(string name, StructureRole role, bool derived, double meanGy) => new()
    {
        Name = name,
        Role = role,
        Derived = derived,
        Dose = new Dictionary<string, DoseStatistics> { ["ldm"] = new() { MeanGy = meanGy } },
    };
}
