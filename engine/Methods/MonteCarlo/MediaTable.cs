using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Media by name, read from data/physics/montecarlo-media.json or from a user's table of the same form.</summary>
public sealed class MediaTable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Lazy<MediaTable> Embedded = new(() =>
    {
        PhysicsTable table = PhysicsTable.Embedded("montecarlo-media.json");
        return Parse(table.Text, table.Name);
    });

    private MediaTable(IReadOnlyList<Medium> media) => Media = media;

    /// <summary>The table of this build.</summary>
    public static MediaTable Default => Embedded.Value;

    /// <summary>All media, in the table's order.</summary>
    public IReadOnlyList<Medium> Media { get; }

    /// <summary>The medium of a name.</summary>
    /// <exception cref="InvalidInputException">The table has no such medium.</exception>
    public Medium this[string name] => Media.FirstOrDefault(medium => medium.Name == name)
        ?? throw new InvalidInputException($"the media table has no '{name}'; found: {string.Join(", ", Media.Select(medium => medium.Name))}");

    /// <summary>Reads a table.</summary>
    /// <param name="json">Content.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="InvalidInputException">Not a media table: the message says which field.</exception>
    public static MediaTable Parse(string json, string name)
    {
        TableFile file;
        try
        {
            file = JsonSerializer.Deserialize<TableFile>(json, Json) ?? throw new JsonException("empty");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{name} is no media table: {error.Message}", error);
        }

        if (file.Elements is not { Count: > 0 } || file.Media is not { Count: > 0 })
        {
            throw new InvalidInputException($"{name} needs 'elements' and 'media', each with an entry or more");
        }

        Dictionary<string, Element> elements = [];
        foreach (Element element in file.Elements)
        {
            Require(element.Z >= 1 && element.AtomicMass > 0 && element.Screening > 0, name, $"element '{element.Symbol}'", "z, atomicMass and screening above 0");
            Require(
                element.Shells is { Count: > 0 } && element.Shells.All(shell => shell is [> 0, > 0]) && element.Shells.Sum(shell => shell[0]) == element.Z,
                name, $"element '{element.Symbol}'", "shells as [electrons, binding energy in eV] whose electrons add up to z");
            Require(!string.IsNullOrWhiteSpace(element.Symbol), name, "an element", "a symbol");
            Require(elements.TryAdd(element.Symbol, element), name, $"element '{element.Symbol}'", "each element once");
        }

        return new([.. file.Media.Select(entry => Read(entry, elements, name))]);
    }

    private static Medium Read(MediumEntry entry, Dictionary<string, Element> elements, string name)
    {
        string what = $"medium '{entry.Name}'";
        Require(!string.IsNullOrWhiteSpace(entry.Name), name, "a medium", "a name");
        Require(entry.DensityGPerMl > 0 && double.IsFinite(entry.DensityGPerMl), name, what, "densityGPerMl above 0");
        Require(entry.ExcitationEv > 0, name, what, "excitationEv above 0");
        Require(entry.MassFractions is { Count: > 0 }, name, what, "massFractions");
        double sum = entry.MassFractions!.Values.Sum();
        const double tolerance = 0.005;
        Require(Math.Abs(sum - 1) < tolerance && entry.MassFractions.Values.All(f => f > 0), name, what, $"positive massFractions that add up to 1 (found {sum:0.####})");
        List<ElementFraction> parts = [];
        foreach ((string symbol, double fraction) in entry.MassFractions)
        {
            Require(elements.TryGetValue(symbol, out Element? element), name, what, $"'{symbol}' among the elements");
            parts.Add(new(element!, fraction / sum));
        }

        return new(entry.Name, MassDensity.FromGramPerMl(entry.DensityGPerMl), entry.ExcitationEv * Constants.MeVPerEv, parts);
    }

    private static void Require(bool holds, string name, string what, string expected)
    {
        if (!holds)
        {
            throw new InvalidInputException($"{name}: {what}: expected {expected}");
        }
    }

    private sealed record TableFile(IReadOnlyList<Element>? Elements, IReadOnlyList<MediumEntry>? Media);

    private sealed record MediumEntry(
        string Name, double DensityGPerMl, double ExcitationEv, IReadOnlyDictionary<string, double>? MassFractions);
}
