using System.Text;
using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Reports;

public class ResultsJsonTests
{
    [Fact]
    public void Write_ReadBack_KeepsEveryFieldToTheLastBit()
    {
        DoseResult result = SyntheticResult.Create();
        byte[] first = Bytes(SyntheticResult.Document(result));

        ResultsDocument read = ResultsJson.Read(new MemoryStream(first), "results.json");

        Assert.Equal(first, Bytes(read));
        Assert.Equal(result.Structures[1].Dose["vsv"].MeanGy, read.Structures[1].Dose["vsv"].MeanGy);
        Assert.Equal(1400.5, read.Options["administered-mbq"]);
        Assert.Null(read.Options["lung-shunt"]);
    }

    [Fact]
    public void Write_RolesAndUnknowns_AreWordsAndNull()
    {
        JsonElement root = JsonDocument.Parse(Bytes(SyntheticResult.Document(SyntheticResult.Create()))).RootElement;

        Assert.Equal("normal-liver", root.GetProperty("structures")[3].GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("structures")[0].GetProperty("dose").GetProperty("ldm").GetProperty("eudGy").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("methods")[0].GetProperty("kernel").ValueKind);
    }

    [Theory]
    [InlineData("{}", "schemaVersion is absent")]
    [InlineData("[]", "schemaVersion is absent")]
    [InlineData("{\"schemaVersion\":\"9.0\"}", "'9.0'")]
    [InlineData("{\"schemaVersion\":\"1.0\"}", "not a results.json")]
    [InlineData("not json", "not a results.json")]
    public void Read_OtherDocument_SaysWhatIsWrong(string json, string expected)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(
            () => ResultsJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "x/results.json"));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("x/results.json", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(ResultsDocument document)
    {
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, document);
        return stream.ToArray();
    }
}
