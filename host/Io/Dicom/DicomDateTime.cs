using System.Globalization;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Dates and times of a dataset (PS3.5, 6.2), as local times of the scanner. A value with an offset from UTC is brought to the offset of
/// (0008,0201) where that is given; else its local part is taken as it stands.
/// </summary>
internal static class DicomDateTime
{
    private static readonly string[] TimeFormats = ["HHmmss", "HHmm", "HH", "HH:mm:ss", "HH:mm"];
    private static readonly string[] DateFormats = ["yyyyMMdd", "yyyy.MM.dd"];

    /// <summary>Date and time from two attributes; null where either is absent.</summary>
    internal static DateTime? Join(DicomDataset dataset, DicomTag date, DicomTag time) =>
        Date(dataset, date) is { } day && TimeOfDay(dataset, time) is { } clock ? day + clock : null;

    /// <summary>Date of an attribute of VR DA; null where it is absent.</summary>
    internal static DateTime? Date(DicomDataset dataset, DicomTag tag)
    {
        if (dataset.TryGetText(tag) is not { } text)
        {
            return null;
        }

        return DateTime.TryParseExact(text.Trim(), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            ? day
            : throw dataset.Wrong(tag, $"'{text}'", "a date as YYYYMMDD");
    }

    /// <summary>Time of day of an attribute of VR TM; null where it is absent.</summary>
    internal static TimeSpan? TimeOfDay(DicomDataset dataset, DicomTag tag) =>
        dataset.TryGetText(tag) is { } text ? ParseTime(dataset, tag, text.Trim()) : null;

    /// <summary>Value of an attribute of VR DT; null where it is absent.</summary>
    internal static DateTime? DateAndTime(DicomDataset dataset, DicomTag tag, DicomDataset? root = null)
    {
        if (dataset.TryGetText(tag)?.Trim() is not { } text)
        {
            return null;
        }

        int sign = text.LastIndexOfAny(['+', '-']);
        string local = sign > 0 ? text[..sign] : text;
        if (local.Length < 10 ||
            !DateTime.TryParseExact(local[..8], DateFormats[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
        {
            throw dataset.Wrong(tag, $"'{text}'", "a date and time as YYYYMMDDHHMMSS");
        }

        DateTime value = day + ParseTime(dataset, tag, local[8..]);
        if (sign > 0 && (root ?? dataset).TryGetText(DicomTag.TimezoneOffsetFromUTC) is { } zone)
        {
            TimeSpan shift = ParseOffset(dataset, DicomTag.TimezoneOffsetFromUTC, zone) - ParseOffset(dataset, tag, text[sign..]);
            bool fits = shift >= TimeSpan.Zero ? DateTime.MaxValue - value > shift : value - DateTime.MinValue > -shift;
            return fits ? value + shift : throw dataset.Wrong(tag, $"'{text}'", "a date and time");
        }

        return value;
    }

    private static TimeSpan ParseTime(DicomDataset dataset, DicomTag tag, string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? text : text[..point];
        double fraction = 0;
        if (!DateTime.TryParseExact(whole, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime clock) ||
            (point >= 0 && point + 1 < text.Length &&
             (!text[(point + 1)..].All(char.IsAsciiDigit) || !double.TryParse("0" + text[point..], CultureInfo.InvariantCulture, out fraction))))
        {
            throw dataset.Wrong(tag, $"'{text}'", "a time as HHMMSS");
        }

        return clock.TimeOfDay + TimeSpan.FromSeconds(fraction);
    }

    private static TimeSpan ParseOffset(DicomDataset dataset, DicomTag tag, string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length != 5 || trimmed[0] is not ('+' or '-') ||
            !int.TryParse(trimmed[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hours) ||
            !int.TryParse(trimmed[3..], NumberStyles.None, CultureInfo.InvariantCulture, out int minutes))
        {
            throw dataset.Wrong(tag, $"'{text}'", "an offset from UTC as +HHMM");
        }

        return (trimmed[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
    }
}
