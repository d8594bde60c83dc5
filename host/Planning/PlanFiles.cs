using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Planning;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Planning;

/// <summary>Reads the small JSON files of the verb plan; unknown words are errors, so that a typo is never 'not given'.</summary>
internal static class PlanFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
    };

    internal static PatientFacts ReadPatient(string path)
    {
        var numbers = new Dictionary<string, double>();
        var answers = new Dictionary<string, bool>();
        foreach ((string key, JsonElement value) in Read<Dictionary<string, JsonElement>>(path))
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Number:
                    numbers[key] = value.GetDouble();
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    answers[key] = value.GetBoolean();
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    throw new InvalidInputException($"{path}: '{key}' is a {value.ValueKind}; a number, true, false or null (not known) is expected");
            }
        }

        return Named(path, () => new PatientFacts(numbers, answers));
    }

    private const int LargestBytes = 1 << 20;

    internal static TreatmentFile ReadTreatment(string path)
    {
        TreatmentFile file = Read<TreatmentFile>(path);
        return file.Sessions.Count > 0 && file.Sessions.All(session => session.Territories.Count > 0)
            ? file
            : throw new InvalidInputException($"{path}: a treatment needs at least one session, and each session at least one territory");
    }

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(InputFile.ReadText(path, LargestBytes), Options) ?? throw new InvalidInputException($"{path}: the file holds null; an object is expected");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static T Named<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }
    }
}
