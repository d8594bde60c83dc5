using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VoxelDose.Host.Provenance;

/// <summary>
/// The canonical form of results (docs/provenance.md): RFC 8785 (JSON Canonicalization Scheme) of the document without the members that tell
/// when, how fast and on what it was computed, at any depth.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Members left out wherever they stand.</summary>
    internal static IReadOnlySet<string> LeftOut { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "startedAt", "durationS", "software", "device", "resultsSha256",
    };

    /// <summary>SHA-256 of the canonical form in UTF-8, lower-case hex.</summary>
    internal static string HashOf(JsonElement document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(document))));

    /// <summary>The canonical form.</summary>
    internal static string TextOf(JsonElement document)
    {
        var text = new StringBuilder();
        Write(text, document);
        return text.ToString();
    }

    /// <summary>A double as ECMAScript writes it (RFC 8785, 3.2.2.3): the shortest digits that give it back.</summary>
    internal static string NumberText(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // "E16" may carry digits more than needed; the round-trip form has the shortest, in one of two layouts.
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int exponent = (e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) + (point < 0 ? mantissa.Length : point);
        string all = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        exponent -= all.Length - digits.Length;
        digits = digits.TrimEnd('0');
        return (value < 0 ? "-" : string.Empty) + Layout(digits, exponent);
    }

    /// <summary>The number 0.DIGITS times ten to the exponent.</summary>
    private static string Layout(string digits, int exponent)
    {
        const int LargestPlain = 21;
        const int SmallestPlain = -6;
        if (exponent is > SmallestPlain and <= LargestPlain)
        {
            return exponent >= digits.Length ? digits.PadRight(exponent, '0')
                : exponent > 0 ? $"{digits[..exponent]}.{digits[exponent..]}"
                : $"0.{new string('0', -exponent)}{digits}";
        }

        string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
        return $"{digits[0]}{fraction}e{(exponent > 0 ? "+" : string.Empty)}{exponent - 1}";
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteList(text, '{', '}', value.EnumerateObject().Where(item => !LeftOut.Contains(item.Name)).OrderBy(item => item.Name, StringComparer.Ordinal), item =>
                {
                    WriteText(text, item.Name);
                    text.Append(':');
                    Write(text, item.Value);
                });
                break;
            case JsonValueKind.Array:
                WriteList(text, '[', ']', value.EnumerateArray(), item => Write(text, item));
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(NumberText(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteList<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T item in items)
        {
            text.Append(isFirst ? string.Empty : ",");
            isFirst = false;
            write(item);
        }

        text.Append(close);
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        text.Append('"');
    }
}
