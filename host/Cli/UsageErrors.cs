using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace VoxelDose.Host.Cli;

/// <summary>What is wrong with a command line, and what would be right.</summary>
internal static class UsageErrors
{
    /// <summary>A sentence for each fault; empty where there is none.</summary>
    internal static IReadOnlyList<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        var faults = new List<string>();
        bool verbUnknown = command is RootCommand && UnknownVerb(parsed, command, faults);
        if (!verbUnknown)
        {
            faults.AddRange(UnknownOptions(parsed, command).Select(word => $"unknown option '{word}'.{Suggestion.Hint(word, OptionNames(parsed))}"));
            faults.AddRange(Swallowed(parsed).Select(MissingValue));
            if (faults.Count == 0)
            {
                faults.AddRange(Stray(parsed).Select(word => $"unexpected word '{word}': {Expected(command)}"));
            }
        }

        foreach (ParseError error in verbUnknown ? [] : parsed.Errors)
        {
            string? fault = error.SymbolResult switch
            {
                _ when parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal)) => null,
                OptionResult { Tokens.Count: 0 } option when option.IdentifierTokenCount > 0 => MissingValue(option.Option),
                OptionResult option when Words(option.Option) is { Length: > 0 } allowed && option.Tokens.Any(token => !allowed.Contains(token.Value)) =>
                    NotAllowed(option, allowed),
                CommandResult when command is RootCommand => $"a verb is missing: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}",
                OptionResult { IdentifierTokenCount: 0 } option => $"{option.Option.Name} {option.Option.HelpName ?? string.Join('|', Words(option.Option))}".TrimEnd() + $" is missing: {Lower(option.Option.Description)}",
                _ => error.Message,
            };
            if (fault is not null)
            {
                faults.Add(fault);
            }
        }

        return [.. (faults.Count > 0 ? faults : parsed.Errors.Select(error => error.Message)).Distinct()];
    }

    private static bool UnknownVerb(ParseResult parsed, Command root, List<string> faults)
    {
        string? word = parsed.UnmatchedTokens.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-') ? parsed.UnmatchedTokens[0] : null;
        if (word is not null)
        {
            string[] verbs = [.. root.Subcommands.Select(verb => verb.Name)];
            faults.Add($"unknown verb '{word}', expected one of {string.Join(", ", verbs)}.{Suggestion.Hint(word, verbs)}");
        }

        return word is not null;
    }

    /// <summary>Words with a dash that no option bears, wherever the parser put them.</summary>
    private static List<string> UnknownOptions(ParseResult parsed, Command command) =>
    [
        .. parsed.UnmatchedTokens.Concat(command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []).Select(token => token.Value))
            .Where(LooksLikeOption).Distinct(),
    ];

    private static IEnumerable<string> Stray(ParseResult parsed) => parsed.UnmatchedTokens.Where(word => !LooksLikeOption(word));

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    /// <summary>Options that took the name of another one for their value: their own was left out.</summary>
    private static IEnumerable<Option> Swallowed(ParseResult parsed)
    {
        HashSet<string> names = [.. OptionNames(parsed)];
        return parsed.CommandResult.Children.OfType<OptionResult>().Where(result => result.Tokens.Any(token => names.Contains(token.Value))).Select(result => result.Option);
    }

    private static IEnumerable<string> OptionNames(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static string MissingValue(Option option) =>
        $"{option.Name}: its value is missing, expected {option.Name} {option.HelpName ?? string.Join('|', Words(option))}".TrimEnd() + $" ({Lower(option.Description)})";

    private static string NotAllowed(OptionResult result, string[] allowed)
    {
        string word = result.Tokens.First(token => !allowed.Contains(token.Value)).Value;
        return $"{result.Option.Name}: found '{word}', expected {string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}.{Suggestion.Hint(word, allowed)}";
    }

    private static string[] Words(Option option) => [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];

    private static string Expected(Command command) => command.Arguments.Count == 0
        ? $"'{command.Name}' takes options only, as in --name value"
        : $"'{command.Name}' takes {string.Join(" and ", command.Arguments.Select(argument => $"one {argument.Name.ToUpperInvariant()}"))} and options";

    private static string Lower(string? description) => description is null or ""
        ? "see --help"
        : (description.Length > 1 && char.IsUpper(description[1]) ? description : char.ToLowerInvariant(description[0]) + description[1..]).TrimEnd('.');
}
