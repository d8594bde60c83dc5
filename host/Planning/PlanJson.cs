using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoxelDose.Host.Planning;

/// <summary>Writes plan.json: camelCase, nulls written.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Write(Stream target, PlanDocument document)
    {
        JsonSerializer.Serialize(target, document, Options);
        target.WriteByte((byte)'\n');
    }
}
