using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoxelDose.Engine.Planning;

/// <summary>Reads the embedded data files of this folder; a broken one is a fault of the build, not of the user.</summary>
internal static class EmbeddedJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    internal static T Read<T>(string resource)
    {
        using Stream stream = typeof(EmbeddedJson).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the embedded file {resource} is absent");
        return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InvalidOperationException($"the embedded file {resource} is empty");
    }
}
