using System.Globalization;
using System.Text.RegularExpressions;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Planning;

/// <summary>Reads a time that states its offset or its zone; wall-clock times that daylight saving makes double or void are refused.</summary>
internal static partial class ZonedTime
{
    /// <summary>Reads a time.</summary>
    /// <param name="text">ISO 8601 date and time with Z, an offset, a zone in brackets, or both; bare with <paramref name="zone"/>.</param>
    /// <param name="zone">Zone of a bare time, or null.</param>
    /// <param name="option">Option that the text comes from, for messages.</param>
    internal static DateTimeOffset Parse(string text, string? zone, string option)
    {
        Match match = Form().Match(text.Trim());
        if (!match.Success || !DateTime.TryParse(match.Groups["local"].Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            throw new InvalidInputException(
                $"{option} '{text}': expected a date and time as 2026-03-29T12:00 with an offset (+01:00, Z) or a zone ([Europe/Berlin])");
        }

        string? named = match.Groups["zone"] is { Success: true } inBrackets ? inBrackets.Value : null;
        if (match.Groups["offset"] is { Success: true } stated)
        {
            var instant = DateTimeOffset.Parse($"{match.Groups["local"].Value}{stated.Value}", CultureInfo.InvariantCulture);
            return named is null || Zone(named, option).GetUtcOffset(instant) == instant.Offset
                ? instant
                : throw new InvalidInputException($"{option} '{text}': {named} has the offset {Zone(named, option).GetUtcOffset(instant)} then, not {stated.Value}");
        }

        TimeZoneInfo place = Zone(
            named ?? zone ?? throw new UsageException($"{option} '{text}' states neither offset nor zone; add one, or give --time-zone"), option);
        return place.IsInvalidTime(local)
            ? throw new InvalidInputException($"{option} '{text}': this wall-clock time is skipped in {place.Id} by daylight saving; give the offset")
            : place.IsAmbiguousTime(local)
                ? throw new InvalidInputException(
                    $"{option} '{text}': this wall-clock time comes twice in {place.Id} (offsets {string.Join(" and ", place.GetAmbiguousTimeOffsets(local))}); give the offset")
                : new DateTimeOffset(local, place.GetUtcOffset(local));
    }

    private static TimeZoneInfo Zone(string id, string option)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new InvalidInputException($"{option}: time zone '{id}' is not known on this machine; give an IANA name as Europe/Berlin, or the offset", e);
        }
    }

    [GeneratedRegex(@"^(?<local>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?)(?<offset>Z|[+-]\d{2}:\d{2})?(\[(?<zone>[A-Za-z0-9_+\-/]+)\])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
