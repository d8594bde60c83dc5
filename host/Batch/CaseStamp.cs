using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoxelDose.Host.Batch;

/// <summary>What the results of a case were made from; it lies with them and appears with them.</summary>
/// <param name="SchemaVersion">Version of this file.</param>
/// <param name="Program">Digest of the program.</param>
/// <param name="Options">Digest of the options as written, without paths and without what cannot change a result.</param>
/// <param name="Inputs">The files, in the order of the options.</param>
internal sealed record CaseStamp(string SchemaVersion, string Program, string Options, IReadOnlyList<InputStamp> Inputs)
{
    internal const string FileName = "case-stamp.json";
    internal const string CurrentSchemaVersion = "1.0";

    internal void Write(Stream target) => JsonSerializer.Serialize(target, this, CaseStampContext.Default.CaseStamp);

    /// <summary>The stamp in a folder of results; null where there is none that can be read.</summary>
    internal static CaseStamp? TryRead(string folder)
    {
        try
        {
            using FileStream stream = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(stream, CaseStampContext.Default.CaseStamp) is { SchemaVersion: CurrentSchemaVersion, Inputs: not null } stamp ? stamp : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>An input of a case.</summary>
/// <param name="Option">The option that names it.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Sha256">Digest of its content, and of other files that it leads to.</param>
/// <param name="Stat">Digest of names, sizes and times of the files behind it: unchanged, it spares reading them.</param>
internal sealed record InputStamp(string Option, string Path, string Sha256, string Stat);

/// <summary>Serialisation compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CaseStamp))]
[JsonSerializable(typeof(CaseFailure))]
internal sealed partial class CaseStampContext : JsonSerializerContext;
