namespace VoxelDose.Engine.Planning;

/// <summary>Selection criteria and the facts they look at, read from the embedded data/planning/eligibility.json.</summary>
public sealed record EligibilityData
{
    private static readonly Lazy<EligibilityData> Loaded = new(() => EmbeddedJson.Read<EligibilityData>("planning/eligibility.json"));

    /// <summary>The embedded data.</summary>
    public static EligibilityData Default => Loaded.Value;

    /// <summary>Citation of all criteria.</summary>
    public required string Source { get; init; }

    /// <summary>What a patient file may say, by key.</summary>
    public required IReadOnlyDictionary<string, FactKind> Facts { get; init; }

    /// <summary>The criteria, in the order of the report.</summary>
    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>A fact about a patient.</summary>
    /// <param name="Kind">"number" or "yes-no".</param>
    /// <param name="Unit">Unit.</param>
    /// <param name="Meaning">In words.</param>
    public sealed record FactKind(string Kind, string Unit, string Meaning);

    /// <summary>A criterion that fails when all its conditions hold.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Severity">Weight of a failure.</param>
    /// <param name="Message">In words.</param>
    /// <param name="When">Conditions that must all hold.</param>
    /// <param name="Unless">Fact that, when stated true, lifts the criterion; null without one.</param>
    public sealed record Criterion(string Code, string Severity, string Message, IReadOnlyList<Condition> When, string? Unless = null);

    /// <summary>One condition: exactly one of the three comparisons is stated.</summary>
    /// <param name="Fact">Key of the fact.</param>
    /// <param name="Above">Holds when the number is above.</param>
    /// <param name="Below">Holds when the number is below.</param>
    /// <param name="Is">Holds when the yes-no fact equals.</param>
    public sealed record Condition(string Fact, double? Above = null, double? Below = null, bool? Is = null);
}
