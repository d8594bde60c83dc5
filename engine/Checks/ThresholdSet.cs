using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Checks;

/// <summary>Published limits that belong together, as one JSON file.</summary>
public sealed record ThresholdSet
{
    private const string ResourcePrefix = "thresholds/";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    /// <summary>Name, as --threshold-set takes it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Citation with DOI.</summary>
    public required string Source { get; init; }

    /// <summary>Nuclide whose treatments the limits were found in, e.g. "Y-90"; null where the file does not say, and then it is held against any.</summary>
    public string? Nuclide { get; init; }

    /// <summary>The limits.</summary>
    public required IReadOnlyList<Threshold> Limits { get; init; }

    /// <summary>Names of the sets that come with the program.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } =
    [
        .. typeof(ThresholdSet).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether the limits may be held against doses of a nuclide.</summary>
    public bool IsOf(string nuclide) => Nuclide is null || Nuclide == nuclide;

    /// <summary>Whether any of its limits was found with a kind of microspheres, or with any.</summary>
    /// <param name="device">Kind, e.g. "glass".</param>
    public bool IsOfDevice(string device) =>
        Limits.Any(limit => limit.Device.Contains(device, StringComparison.OrdinalIgnoreCase) || limit.Device.Equals("any", StringComparison.OrdinalIgnoreCase));

    /// <summary>Limits of one nuclide say nothing of another: dose rate, energy, number of spheres and their spread differ.</summary>
    /// <exception cref="InvalidInputException">The set is of another nuclide.</exception>
    public void RequireOf(string nuclide)
    {
        if (!IsOf(nuclide))
        {
            throw new InvalidInputException(
                $"threshold set '{Name}' is of {Nuclide} ({Title}) and not applicable to doses of {nuclide}; leave it out, or give a file of limits for {nuclide}");
        }
    }

    /// <summary>A set that comes with the program.</summary>
    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    public static ThresholdSet BuiltIn(string name)
    {
        using Stream? stream = BuiltInNames.Contains(name) ? typeof(ThresholdSet).Assembly.GetManifestResourceStream($"{ResourcePrefix}{name}.json") : null;
        if (stream is null)
        {
            throw new InvalidInputException($"threshold set '{name}' is not known; there are {string.Join(", ", BuiltInNames)}, or give the path of a JSON file");
        }

        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    /// <summary>Parses a set.</summary>
    /// <param name="json">Text of the file.</param>
    /// <param name="origin">Name of the file, for messages.</param>
    /// <exception cref="InvalidInputException">The text is no valid set.</exception>
    public static ThresholdSet Parse(string json, string origin)
    {
        ThresholdSet set;
        try
        {
            set = JsonSerializer.Deserialize<ThresholdSet>(json, Options)
                ?? throw new InvalidInputException($"threshold set {origin}: the file holds 'null'; a set with name, title, source and limits is expected");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"threshold set {origin}, {e.Path ?? "$"} (line {e.LineNumber + 1}): {e.Message}", e);
        }

        if (set.Limits is null || set.Limits.Count == 0)
        {
            throw new InvalidInputException($"threshold set {origin}: field 'limits' is empty; at least one limit is expected");
        }

        foreach (Threshold limit in set.Limits)
        {
            Validate(limit, origin);
        }

        return set;
    }

    private static void Validate(Threshold limit, string origin)
    {
        if (string.IsNullOrWhiteSpace(limit.Code) || limit.Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            throw new InvalidInputException($"threshold set {origin}: code '{limit.Code}' must be lower-case letters, digits and hyphens");
        }

        if (!double.IsFinite(limit.Value))
        {
            throw new InvalidInputException($"threshold set {origin}, limit '{limit.Code}': value {limit.Value} is not finite");
        }

        if (!ThresholdQuantities.IsKnown(limit.Structure, limit.Quantity))
        {
            throw new InvalidInputException(
                $"threshold set {origin}, limit '{limit.Code}': quantity '{limit.Quantity}' of structure '{limit.Structure}' is not known; " +
                ThresholdQuantities.Describe());
        }
    }
}
