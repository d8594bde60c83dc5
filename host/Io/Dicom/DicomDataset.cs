using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Attributes by tag, in ascending order; nested in sequences.</summary>
/// <param name="source">Where the dataset comes from, for messages.</param>
/// <param name="encoding">Character set where the dataset names none of its own (the one around it).</param>
internal sealed partial class DicomDataset(string source = "(new dataset)", DicomEncoding? encoding = null) : IEnumerable<DicomItem>
{
    private readonly SortedDictionary<DicomTag, DicomItem> _items = [];
    private DicomEncoding? _encoding = encoding;

    /// <summary>The file, for messages.</summary>
    internal string Source { get; } = source;

    /// <summary>Character set of the text in here.</summary>
    internal DicomEncoding Encoding => _encoding ?? DicomEncoding.Default;

    /// <summary>Puts an item, in place of one with the same tag.</summary>
    internal DicomDataset AddOrUpdate(DicomItem item)
    {
        _items[item.Tag] = item;
        if (item.Tag == DicomTag.SpecificCharacterSet && TryGetValues(item.Tag, out string[]? names))
        {
            _encoding = DicomEncoding.Of(names);
        }

        return this;
    }

    internal bool Contains(DicomTag tag) => _items.ContainsKey(tag);

    internal bool Remove(DicomTag tag) => _items.Remove(tag);

    internal DicomItem? GetDicomItem(DicomTag tag) => _items.GetValueOrDefault(tag);

    /// <summary>The tag of a private element in the block that a creator reserved; null where the creator has none here.</summary>
    internal DicomTag? GetPrivateTag(ushort group, string creator, byte element)
    {
        for (ushort block = 0x10; block <= 0xFF; block++)
        {
            if (TryGetSingleValue(new DicomTag(group, block), out string? name) && name.Trim() == creator)
            {
                return new DicomTag(group, (ushort)((block << 8) | element));
            }
        }

        return null;
    }

    /// <summary>The sequence's items; none where it is absent.</summary>
    /// <exception cref="InvalidInputException">The attribute is there and is no sequence.</exception>
    internal IReadOnlyList<DicomDataset> GetItems(DicomTag tag) => GetDicomItem(tag) switch
    {
        null => [],
        DicomSequence sequence => sequence.Items,
        DicomElement { Buffer.IsEmpty: true } => [],
        DicomItem other => throw Wrong(tag, $"VR {other.ValueRepresentation}", "a sequence"),
    };

    /// <summary>The first item of a sequence, or null.</summary>
    internal DicomDataset? GetFirstItem(DicomTag tag) => GetItems(tag) is [DicomDataset first, ..] ? first : null;

    /// <exception cref="InvalidInputException">The attribute is absent, or is no sequence.</exception>
    internal DicomSequence GetSequence(DicomTag tag) =>
        GetDicomItem(tag) as DicomSequence ?? throw Wrong(tag, Contains(tag) ? "no sequence" : "nothing", "a sequence");

    /// <summary>The one value of an attribute.</summary>
    /// <exception cref="InvalidInputException">It is absent, empty, has several values, or is no <typeparamref name="T"/>.</exception>
    internal T GetSingleValue<T>(DicomTag tag)
    {
        if (!TryGetValues(tag, out T[]? values))
        {
            throw Wrong(tag, "nothing", "a value");
        }

        return values.Length == 1 ? values[0] : throw Wrong(tag, $"{values.Length} values", "one");
    }

    /// <summary>The one value, or <paramref name="absent"/> where there is none.</summary>
    /// <exception cref="InvalidInputException">There are several values, or they are no <typeparamref name="T"/>.</exception>
    internal T GetSingleValueOrDefault<T>(DicomTag tag, T absent) => HasValue(tag) ? GetSingleValue<T>(tag) : absent;

    /// <summary>The one value; false where it is absent or empty.</summary>
    /// <exception cref="InvalidInputException">There are several values, or they are no <typeparamref name="T"/>.</exception>
    internal bool TryGetSingleValue<T>(DicomTag tag, [NotNullWhen(true)] out T? value)
    {
        value = HasValue(tag) ? GetSingleValue<T>(tag)! : default;
        return HasValue(tag);
    }

    /// <summary>All values.</summary>
    /// <exception cref="InvalidInputException">Absent, empty, or no <typeparamref name="T"/>.</exception>
    internal T[] GetValues<T>(DicomTag tag) => TryGetValues(tag, out T[]? values) ? values : throw Wrong(tag, "nothing", "values");

    /// <summary>The number under a tag as a double; null where it is absent or empty.</summary>
    internal double? TryGetNumber(DicomTag tag) => HasValue(tag) ? GetSingleValue<double>(tag) : null;

    /// <summary>The text under a tag, trimmed; null where it is absent or empty.</summary>
    internal string? TryGetText(DicomTag tag) => TryGetValues(tag, out string[]? values) ? string.Join('\\', values) : null;

    /// <summary>All values; false where the attribute is absent or empty.</summary>
    /// <exception cref="InvalidInputException">The values are there and are no <typeparamref name="T"/>.</exception>
    internal bool TryGetValues<T>(DicomTag tag, [NotNullWhen(true)] out T[]? values)
    {
        values = null;
        if (GetDicomItem(tag) is not { } item)
        {
            return false;
        }

        if (item is not DicomElement element)
        {
            throw Wrong(tag, $"VR {item.ValueRepresentation}", $"values of type {typeof(T).Name}");
        }

        if (typeof(T) == typeof(byte))
        {
            values = (T[])(object)element.Buffer.ToArray();
            return values.Length > 0;
        }

        if (element.ValueRepresentation.IsText() || element.ValueRepresentation == DicomVR.UN)
        {
            string[] texts = SplitText(element);
            if (texts.All(text => text.Length == 0))
            {
                return false;
            }

            values = typeof(T) == typeof(string) ? (T[])(object)texts : Array.ConvertAll(texts, text => ParseText<T>(tag, text));
            return true;
        }

        values = ReadNumbers<T>(element);
        return values.Length > 0;
    }

    /// <inheritdoc/>
    public IEnumerator<DicomItem> GetEnumerator() => _items.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The error for an attribute that is not as it must be.</summary>
    internal InvalidInputException Wrong(DicomTag tag, string found, string expected) =>
        new($"{Source}: {tag}: found {found}, expected {expected}");

    private bool HasValue(DicomTag tag) => GetDicomItem(tag) switch
    {
        DicomElement { ValueRepresentation: var vr } element when vr.IsText() => SplitText(element).Any(text => text.Length > 0),
        DicomElement element => !element.Buffer.IsEmpty,
        DicomItem => true,
        null => false,
    };

    private string[] SplitText(DicomElement element)
    {
        DicomEncoding encoding = element.ValueRepresentation.UsesCharacterSet() ? Encoding : DicomEncoding.Default;
        string text = encoding.GetString(element.Buffer.Span);
        return element.ValueRepresentation.IsSingleText()
            ? [text.TrimEnd(' ', '\0')]
            : Array.ConvertAll(text.Split('\\'), part => part.Trim(' ', '\0'));
    }

    private T ParseText<T>(DicomTag tag, string text)
    {
        if (typeof(T) == typeof(DicomUID))
        {
            return (T)(object)new DicomUID(text);
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        return isNumber ? Convert<T>(tag, number) : throw Wrong(tag, $"'{Shorten(text)}'", "a finite number");
    }

    private T[] ReadNumbers<T>(DicomElement element)
    {
        DicomVR vr = element.ValueRepresentation;
        ReadOnlySpan<byte> bytes = element.Buffer.Span;
        int size = vr is DicomVR.AT ? 4 : vr.WordBytes();
        if (bytes.Length % size != 0)
        {
            throw Wrong(element.Tag, $"{bytes.Length} bytes", $"a multiple of {size} for VR {vr}");
        }

        var values = new T[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> word = bytes.Slice(i * size, size);
            if (vr == DicomVR.AT && typeof(T) == typeof(DicomTag))
            {
                values[i] = (T)(object)new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(word), BinaryPrimitives.ReadUInt16LittleEndian(word[2..]));
                continue;
            }

            double number = vr switch
            {
                DicomVR.US or DicomVR.OW => BinaryPrimitives.ReadUInt16LittleEndian(word),
                DicomVR.SS => BinaryPrimitives.ReadInt16LittleEndian(word),
                DicomVR.UL or DicomVR.OL => BinaryPrimitives.ReadUInt32LittleEndian(word),
                DicomVR.SL => BinaryPrimitives.ReadInt32LittleEndian(word),
                DicomVR.FL or DicomVR.OF => BinaryPrimitives.ReadSingleLittleEndian(word),
                DicomVR.FD or DicomVR.OD => BinaryPrimitives.ReadDoubleLittleEndian(word),
                DicomVR.UV or DicomVR.OV => BinaryPrimitives.ReadUInt64LittleEndian(word),
                DicomVR.SV => BinaryPrimitives.ReadInt64LittleEndian(word),
                _ => throw Wrong(element.Tag, $"VR {vr}", "a number"),
            };
            values[i] = Convert<T>(element.Tag, number);
        }

        return values;
    }

    private T Convert<T>(DicomTag tag, double number)
    {
        if (typeof(T) == typeof(double))
        {
            return (T)(object)number;
        }

        if (typeof(T) == typeof(string))
        {
            return (T)(object)number.ToString("R", CultureInfo.InvariantCulture);
        }

        if (typeof(T) == typeof(int))
        {
            return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
                ? (T)(object)(int)number
                : throw Wrong(tag, number.ToString("R", CultureInfo.InvariantCulture), "a whole number of 32 bits");
        }

        throw new NotSupportedException($"values of type {typeof(T).Name} are not offered");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
