using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Cases;

/// <summary>Typed access to options as they were written; every fault names its place, what was found and what is allowed.</summary>
internal sealed class CaseReader(IReadOnlyList<CaseOption> options, IReadOnlyDictionary<string, RawValue> values)
{
    /// <summary>Every option that was given, as written.</summary>
    internal IReadOnlyDictionary<string, RawValue> Given => values;

    /// <summary>The text of an option; null where it was not given.</summary>
    internal string? Text(string name) => One(name)?.Word;

    /// <summary>All texts of a repeatable option.</summary>
    internal IReadOnlyList<string> Texts(string name) => Raw(name)?.Values ?? [];

    /// <summary>True where a flag was given.</summary>
    internal bool Flag(string name) => One(name) is { } one && (one.Word switch
    {
        "true" => true,
        "false" => false,
        _ => throw Fault(one.Raw, one.Word, "true or false"),
    });

    /// <summary>One of the option's words; null where it was not given.</summary>
    internal string? Word(string name) => One(name) is { } one ? Checked(name, one.Raw, one.Word) : null;

    /// <summary>Words of a repeatable option; empty where it was not given.</summary>
    internal IReadOnlyList<string> Words(string name) =>
        Raw(name) is { } raw ? [.. raw.Values.Select(word => Checked(name, raw, word))] : [];

    /// <summary>A finite number; null where it was not given.</summary>
    internal double? Number(string name) => One(name) is { } one ? ParseNumber(one.Raw, one.Word) : null;

    /// <summary>A finite number above zero; null where it was not given.</summary>
    internal double? PositiveNumber(string name)
    {
        double? value = Number(name);
        return value is null or > 0 ? value : throw Fault(Raw(name)!, Text(name)!, "a number above 0");
    }

    /// <summary>Finite numbers of a repeatable option.</summary>
    internal IReadOnlyList<double> Numbers(string name) =>
        Raw(name) is { } raw ? [.. raw.Values.Select(word => ParseNumber(raw, word))] : [];

    /// <summary>NAME=value pairs of a repeatable option; a name may hold equals signs, a value may not.</summary>
    internal IReadOnlyList<(string Name, string Value)> Pairs(string name) =>
        Raw(name) is not { } raw ? [] : [.. raw.Values.Select(word =>
        {
            int equals = word.LastIndexOf('=');
            return equals > 0 && equals < word.Length - 1
                ? (word[..equals].Trim(), word[(equals + 1)..].Trim())
                : throw Fault(raw, word, "NAME=value");
        })];

    /// <summary>A point in time; a time without an offset is taken as UTC, so two of them give the right difference.</summary>
    internal DateTimeOffset? Time(string name) => One(name) is not { } one
        ? null
        : DateTimeOffset.TryParse(one.Word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw Fault(one.Raw, one.Word, "a date and time such as 2026-03-14T10:30 or 2026-03-14T10:30+01:00");

    /// <summary>The error for a value: wrong usage from the command line, bad input from a case file.</summary>
    internal Exception Fault(string name, string expected) => Fault(Raw(name)!, string.Join(" ", Raw(name)!.Values), expected);

    internal RawValue? Raw(string name) =>
        options.Any(o => o.Name == name)
            ? values.GetValueOrDefault(name)
            : throw new ArgumentException($"no option is named '{name}'", nameof(name));

    private static Exception Fault(RawValue raw, string found, string expected)
    {
        string message = $"{raw.Origin}: found '{found}', expected {expected}";
        return raw.IsFromFile ? new InvalidInputException(message) : new UsageException(message);
    }

    private static double ParseNumber(RawValue raw, string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Fault(raw, word, "a number such as 1.5");

    private string Checked(string name, RawValue raw, string word)
    {
        IReadOnlyList<string> words = options.Single(o => o.Name == name).Words!;
        return words.Contains(word)
            ? word
            : throw Fault(raw, word, string.Join(", ", words.Take(words.Count - 1)) + " or " + words[^1] + "." + Suggestion.Hint(word, words));
    }

    private (string Word, RawValue Raw)? One(string name)
    {
        RawValue? raw = Raw(name);
        return raw is null ? null
            : raw.Values.Count == 1 ? (raw.Values[0], raw)
            : throw Fault(raw, string.Join(" ", raw.Values), "one value");
    }
}
