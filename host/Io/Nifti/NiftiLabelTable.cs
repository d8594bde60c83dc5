using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Io.Labels;

namespace VoxelDose.Host.Io.Nifti;

/// <summary>The label names that Connectome Workbench and TotalSegmentator put into a NIfTI header extension (CaretExtension XML).</summary>
internal static class NiftiLabelTable
{
    internal static IReadOnlyDictionary<int, LabelName> Find(string path, IEnumerable<byte[]> extensions)
    {
        foreach (byte[] extension in extensions)
        {
            string text = Encoding.UTF8.GetString(extension).Trim('\0', ' ', '\n', '\r');
            if (text.StartsWith('<') && text.Contains("<LabelTable", StringComparison.Ordinal))
            {
                return Parse(path, text);
            }
        }

        return new Dictionary<int, LabelName>();
    }

    private static Dictionary<int, LabelName> Parse(string path, string text)
    {
        var names = new Dictionary<int, LabelName>();
        foreach (XElement label in Document(path, text).Descendants("Label"))
        {
            string key = label.Attribute("Key")?.Value ?? "";
            if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || !names.TryAdd(value, Name(label, value)))
            {
                throw InputError.Of(path, "the key of a label in the header's label table", key, "a whole number, each once");
            }
        }

        return names;
    }

    private static LabelName Name(XElement label, int value) =>
        new(string.IsNullOrWhiteSpace(label.Value) ? $"Label {value}" : label.Value.Trim(), Color(label));

    private static Rgb? Color(XElement label)
    {
        byte? Channel(string name) =>
            double.TryParse(label.Attribute(name)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1
                ? (byte)Math.Round(share * byte.MaxValue)
                : null;
        return Channel("Red") is { } red && Channel("Green") is { } green && Channel("Blue") is { } blue ? new(red, green, blue) : null;
    }

    private static XDocument Document(string path, string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (XmlException e)
        {
            throw InputError.Of(path, $"the label table in the header is not readable: {e.Message}", e);
        }
    }
}
