using System.Globalization;
using SkiaSharp;
using VoxelDose.Host.Reports.Drawing;

namespace VoxelDose.Host.Reports.Paper;

/// <summary>
/// Blocks laid one below the other on A4 pages. Pages are recorded first and written at the end, when their number is known. Lengths are in points,
/// 1/72 inch.
/// </summary>
internal sealed class PaperFlow : IDisposable
{
    internal const float PageHeight = 842;

    internal const float BodySize = 9;

    private const float PageWidth = 595;

    private const float Margin = 42;

    private const float Top = 44;

    private const float Bottom = PageHeight - 50;

    private const float LineSpacing = 1.35f;

    private readonly List<SKPicture> _pages = [];
    private SKPictureRecorder? _recorder;
    private float _y;

    internal static float Left => Margin;

    internal static float Width => PageWidth - (2 * Margin);

    /// <summary>Height that a page has for blocks.</summary>
    internal static float Capacity => Bottom - Top;

    internal static SKColor Ink { get; } = new(0x1b, 0x1f, 0x24);

    internal static SKColor Soft { get; } = new(0x57, 0x60, 0x6a);

    internal static SKColor Line { get; } = new(0xd0, 0xd7, 0xde);

    internal FigureText Text { get; } = new(asOutlines: false);

    internal SKCanvas Canvas => _recorder?.RecordingCanvas ?? StartPage();

    /// <summary>Where the next block begins.</summary>
    internal float Y => _y;

    /// <summary>What is left of this page.</summary>
    internal float Room => _recorder is null ? Capacity : Bottom - _y;

    /// <summary>Goes to a new page where a block of this height does not fit on this one.</summary>
    internal void Need(float height)
    {
        if (_recorder is not null && height > Room)
        {
            EndPage();
        }

        if (_recorder is null)
        {
            StartPage();
        }
    }

    internal void Skip(float height) => _y += height;

    internal void Heading(string text, float keepWith = 90)
    {
        Need(26 + keepWith);
        Skip(_y > Top ? 14 : 2);
        Text.Draw(Canvas, text, Left, _y + 11, 12, Ink, bold: true);
        Skip(19);
    }

    /// <summary>A paragraph over the whole width, broken between words and, where need be, between pages.</summary>
    internal void Paragraph(string text, float size = BodySize, SKColor? color = null, float indent = 0, bool bold = false)
    {
        float line = size * LineSpacing;
        foreach (string part in Text.Wrap(text, size, Width - indent))
        {
            Need(line);
            Text.Draw(Canvas, part, Left + indent, _y + size, size, color ?? Ink, bold: bold);
            Skip(line);
        }
    }

    /// <summary>A paragraph with a mark before it.</summary>
    internal void Item(string text)
    {
        Need(BodySize * LineSpacing);
        Text.Draw(Canvas, "•", Left + 2, _y + BodySize, BodySize, Soft);
        Paragraph(text, indent: 12);
        Skip(2);
    }

    /// <summary>A block of a fixed height that draws itself; it is not broken.</summary>
    internal void Block(float height, Action<SKCanvas, SKRect> draw)
    {
        Need(height);
        draw(Canvas, SKRect.Create(Left, _y, Width, height));
        Skip(height);
    }

    /// <summary>Writes the pages, each with a foot line and its number.</summary>
    internal byte[] ToPdf(string title, string foot, DateTime createdAt)
    {
        EndPage();
        using var target = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = title,
            Creator = "VoxelDose",
            Producer = "VoxelDose with Skia",
            Creation = createdAt,
            Modified = createdAt,
            RasterDpi = 300,
            EncodingQuality = 101, // without loss
        };
        using (SKDocument document = SKDocument.CreatePdf(target, metadata))
        {
            for (int n = 0; n < _pages.Count; n++)
            {
                SKCanvas canvas = document.BeginPage(PageWidth, PageHeight);
                canvas.DrawPicture(_pages[n]);
                Text.Draw(canvas, foot, Left, PageHeight - 28, 7, Soft);
                Text.Draw(canvas, string.Create(CultureInfo.InvariantCulture, $"{n + 1} of {_pages.Count}"), Left + Width, PageHeight - 28, 7, Soft, align: 1);
                document.EndPage();
            }

            document.Close();
        }

        return target.ToArray();
    }

    public void Dispose()
    {
        EndPage();
        _pages.ForEach(page => page.Dispose());
        Text.Dispose();
    }

    private SKCanvas StartPage()
    {
        _recorder = new SKPictureRecorder();
        _y = Top;
        return _recorder.BeginRecording(new SKRect(0, 0, PageWidth, PageHeight));
    }

    private void EndPage()
    {
        if (_recorder is { } recorder)
        {
            _pages.Add(recorder.EndRecording());
            recorder.Dispose();
            _recorder = null;
        }
    }
}
