using System.Globalization;
using System.Reflection;
using SkiaSharp;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>
/// Text that looks the same on every machine: the font comes with the program (Noto Sans, a subset: Latin, Greek, signs of the trade). Other
/// characters are taken from the machine's fonts where it has them, else they show as empty boxes.
/// </summary>
internal sealed class FigureText : IDisposable
{
    private readonly SKTypeface _typeface;
    private readonly bool _asOutlines;
    private readonly Dictionary<int, SKTypeface?> _others = [];

    /// <param name="asOutlines">Draw glyphs as shapes, so that an SVG needs no font where it is opened.</param>
    internal FigureText(bool asOutlines)
    {
        _asOutlines = asOutlines;
        using Stream font = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/NotoSans-Subset.ttf") ??
            throw new InvalidOperationException("the program was built without its font");
        using SKData data = SKData.Create(font);
        _typeface = SKTypeface.FromData(data) ?? throw new InvalidOperationException("the program's font cannot be read");
    }

    public void Dispose()
    {
        _typeface.Dispose();
        foreach (SKTypeface? other in _others.Values)
        {
            other?.Dispose();
        }
    }

    internal float Width(string text, float size) => Runs(text).Sum(run =>
    {
        using SKFont font = new(run.Typeface, size);
        return font.MeasureText(run.Text);
    });

    /// <summary>Draws text with its baseline at y; align 0 = from x, 0.5 = centred on x, 1 = up to x.</summary>
    internal void Draw(SKCanvas canvas, string text, float x, float y, float size, SKColor color, float align = 0, bool bold = false)
    {
        using SKPaint paint = new() { Color = color, IsAntialias = true };
        x -= align * Width(text, size);
        foreach ((string part, SKTypeface typeface) in Runs(text))
        {
            using SKFont font = new(typeface, size) { Embolden = bold, Subpixel = true, Hinting = SKFontHinting.None };
            if (_asOutlines)
            {
                using SKPath path = font.GetTextPath(part, new SKPoint(x, y));
                canvas.DrawPath(path, paint);
            }
            else
            {
                canvas.DrawText(part, x, y, SKTextAlign.Left, font, paint);
            }

            x += font.MeasureText(part);
        }
    }

    /// <summary>Lines of at most a width, broken between words, and within one that is too long by itself.</summary>
    internal IEnumerable<string> Wrap(string text, float size, float width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            while (rest.Length > 0)
            {
                string candidate = line.Length == 0 ? rest : $"{line} {rest}";
                if (Width(candidate, size) <= width)
                {
                    (line, rest) = (candidate, "");
                }
                else if (line.Length > 0)
                {
                    yield return line;
                    line = "";
                }
                else
                {
                    int fits = Math.Max(1, Enumerable.Range(1, rest.Length).Last(n => n == 1 || Width(rest[..n], size) <= width));
                    yield return rest[..fits];
                    rest = rest[fits..];
                }
            }
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private IEnumerable<(string Text, SKTypeface Typeface)> Runs(string text)
    {
        string run = "";
        SKTypeface current = _typeface;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            SKTypeface typeface = TypefaceOf(char.IsSurrogate(element[0]) && element.Length > 1 ? char.ConvertToUtf32(element, 0) : element[0]);
            if (typeface != current && run.Length > 0)
            {
                yield return (run, current);
                run = "";
            }

            current = typeface;
            run += element;
        }

        if (run.Length > 0)
        {
            yield return (run, current);
        }
    }

    private SKTypeface TypefaceOf(int character)
    {
        if (_typeface.ContainsGlyph(character))
        {
            return _typeface;
        }

        if (!_others.TryGetValue(character, out SKTypeface? other))
        {
            other = SKFontManager.Default.MatchCharacter(character);
            _others.Add(character, other);
        }

        return other ?? _typeface;
    }
}
