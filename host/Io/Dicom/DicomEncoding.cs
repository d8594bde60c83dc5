using System.Text;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Text of a dataset's Specific Character Set (PS3.3, C.12.1.1.2), code extensions by ISO 2022 included.</summary>
internal sealed class DicomEncoding
{
    private const byte Escape = 0x1B;

    private static readonly Dictionary<string, int> CodePages = new(StringComparer.Ordinal)
    {
        ["ISO_IR 6"] = 28591,
        ["ISO_IR 100"] = 28591,
        ["ISO_IR 101"] = 28592,
        ["ISO_IR 109"] = 28593,
        ["ISO_IR 110"] = 28594,
        ["ISO_IR 144"] = 28595,
        ["ISO_IR 127"] = 28596,
        ["ISO_IR 126"] = 28597,
        ["ISO_IR 138"] = 28598,
        ["ISO_IR 148"] = 28599,
        ["ISO_IR 203"] = 28605,
        ["ISO_IR 166"] = 874,
        ["ISO_IR 13"] = 932,
        ["ISO_IR 192"] = 65001,
        ["GB18030"] = 54936,
        ["GBK"] = 936,
    };

    // Escape sequence -> code page, and whether its 7-bit bytes stand for two-byte characters whose high bits were stripped.
    private static readonly (string Sequence, int CodePage, bool SevenBit)[] Escapes =
    [
        ("(B", 28591, false), ("(J", 932, false), (")I", 932, false),
        ("-A", 28591, false), ("-B", 28592, false), ("-C", 28593, false), ("-D", 28594, false), ("-L", 28595, false),
        ("-G", 28596, false), ("-F", 28597, false), ("-H", 28598, false), ("-M", 28599, false), ("-b", 28605, false), ("-T", 874, false),
        ("$)C", 51949, false), ("$)A", 936, false), ("$B", 51932, true), ("$@", 51932, true),
    ];

    private readonly Encoding _encoding;

    static DicomEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private DicomEncoding(Encoding encoding, string? note)
    {
        _encoding = encoding;
        Note = note;
    }

    /// <summary>The default repertoire; bytes above 127, which it does not know, are read as Latin-1.</summary>
    internal static DicomEncoding Default { get; } = new(Encoding.Latin1, null);

    /// <summary>What was assumed where the set is not known, or null.</summary>
    internal string? Note { get; }

    /// <summary>The encoding that a dataset's Specific Character Set names.</summary>
    internal static DicomEncoding Of(IReadOnlyList<string> specificCharacterSet)
    {
        string first = specificCharacterSet.Count == 0 ? "" : specificCharacterSet[0].Trim();
        string key = first.Replace("ISO 2022 IR", "ISO_IR", StringComparison.Ordinal).Replace("ISO-IR", "ISO_IR", StringComparison.Ordinal);
        if (key.Length == 0)
        {
            return Default;
        }

        return CodePages.TryGetValue(key, out int page)
            ? new(Encoding.GetEncoding(page), null)
            : new(Encoding.Latin1, $"character set '{first}' is not known; its text is read as Latin-1");
    }

    /// <summary>The text of bytes.</summary>
    internal string GetString(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains(Escape))
        {
            return _encoding.GetString(bytes);
        }

        var text = new StringBuilder();
        Encoding current = _encoding;
        bool sevenBit = false;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf(Escape);
            Append(text, end < 0 ? bytes : bytes[..end], current, sevenBit);
            if (end < 0)
            {
                break;
            }

            bytes = bytes[(end + 1)..];
            foreach ((string sequence, int codePage, bool isSevenBit) in Escapes)
            {
                if (bytes.StartsWith(Encoding.ASCII.GetBytes(sequence)))
                {
                    current = Encoding.GetEncoding(codePage);
                    sevenBit = isSevenBit;
                    bytes = bytes[sequence.Length..];
                    break;
                }
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, Encoding encoding, bool sevenBit)
    {
        if (!sevenBit)
        {
            text.Append(encoding.GetString(bytes));
            return;
        }

        byte[] raised = bytes.ToArray();
        for (int i = 0; i < raised.Length; i++)
        {
            raised[i] |= 0x80;
        }

        text.Append(encoding.GetString(raised));
    }
}
