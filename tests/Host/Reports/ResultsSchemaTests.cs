using System.Text.Json;
using System.Text.Json.Nodes;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Reports;

public class ResultsSchemaTests
{
    private static readonly MiniSchema Schema =
        new(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs/results.schema.json"))).RootElement);

    [Fact]
    public void Schema_WrittenDocument_Validates()
    {
        Assert.Empty(Schema.Validate(Document().Deserialize<JsonElement>()));
    }

    [Fact]
    public void Schema_AbsentExtraOrWrongField_IsFound()
    {
        JsonNode document = Document();
        document["structures"]![0]!["dose"]!["ldm"]!.AsObject().Remove("d70Gy");
        document["derived"]!["surprise"] = 1;
        document["structures"]![0]!["role"] = "tumour";
        document["inputs"]![0]!["sha256"] = "abc";
        document["quantification"]!["netMBq"] = "1380";

        IReadOnlyList<string> errors = Schema.Validate(document.Deserialize<JsonElement>());

        Assert.Equal(5, errors.Count);
    }

    private static JsonNode Document()
    {
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, SyntheticResult.Document(SyntheticResult.Create()));
        return JsonNode.Parse(stream.ToArray())!;
    }
}
