using System.Text.Json;
using VoxelDose.Host.Provenance;

namespace VoxelDose.Tests.Host.Provenance;

/// <summary>Expected texts are those of RFC 8785 (appendix B and section 3.2.2) and of ECMAScript's Number.prototype.toString.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(295147905179352830000.0, "295147905179352830000")]
    [InlineData(9.999999999999997e22, "9.999999999999997e+22")]
    [InlineData(1e21, "1e+21")]
    [InlineData(999999999999999900000.0, "999999999999999900000")]
    [InlineData(333333333.3333332, "333333333.3333332")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(-0.0000033333333333333333, "-0.0000033333333333333333")]
    [InlineData(1424953923781206.2, "1424953923781206.2")]
    [InlineData(100, "100")]
    [InlineData(1.05, "1.05")]
    public void NumberText_IsThatOfTheStandard(double value, string expected) => Assert.Equal(expected, CanonicalJson.NumberText(value));

    [Fact]
    public void TextOf_SortsNamesDropsSpaceAndLeavesOutWhatMayDiffer()
    {
        const string text = """
            { "startedAt": "now", "b": [ 1.50, 2E2, {"durationS": 3, "a": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/"} ],
              "\r": null, "a": true, "software": {"name": "x"}, "options": {"device": "cpu", "z": "<é>"} }
            """;
        Assert.Equal(
            "{\"\\r\":null,\"a\":true,\"b\":[1.5,200,{\"a\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}],\"options\":{\"z\":\"<é>\"}}",
            CanonicalJson.TextOf(JsonDocument.Parse(text).RootElement));
    }
}
