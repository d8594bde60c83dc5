using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Reports;

/// <summary>Serialisation compiled ahead: reflection would cost a tenth of a second at every start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(RoleWordConverter), typeof(OptionValuesConverter)])]
[JsonSerializable(typeof(ResultsDocument))]
internal sealed partial class ResultsJsonContext : JsonSerializerContext;

/// <summary>Roles as the words of --role, e.g. "normal-liver".</summary>
internal sealed class RoleWordConverter() : JsonStringEnumConverter<StructureRole>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
