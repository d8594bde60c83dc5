using System.Xml.Linq;
using SkiaSharp;
using VoxelDose.Host.Reports.Drawing;

namespace VoxelDose.Tests.Host.Reports;

public sealed class FigureFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-figures-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_TwoTumours_GivesHistogramAndThreePlacesTwice()
    {
        FigureFiles.Write(_folder.FullName, SyntheticResult.Create(), null);

        Assert.Equal(
            ["dvh.png", "dvh.svg", "slices-1.png", "slices-1.svg", "slices-2.png", "slices-2.svg", "slices-3.png", "slices-3.svg"],
            _folder.EnumerateFiles().Select(f => f.Name).Order());
        foreach (FileInfo file in _folder.EnumerateFiles("*.png"))
        {
            using SKBitmap picture = SKBitmap.Decode(file.FullName);
            Assert.Equal(2008, picture.Width);
            Assert.True(picture.Pixels.Distinct().Count() > 20, $"{file.Name} is nearly empty");
        }
    }

    [Fact]
    public void Write_Svg_NeedsNoFontAndNoNetwork()
    {
        FigureFiles.Write(_folder.FullName, SyntheticResult.Create(), null);

        foreach (FileInfo file in _folder.EnumerateFiles("*.svg"))
        {
            string svg = File.ReadAllText(file.FullName);
            var root = XDocument.Parse(svg).Root!;
            Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "text");
            Assert.DoesNotContain("href=\"http", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_CharactersOfTheProgramsFont_HaveWidthWithoutAnyFontOfTheMachine()
    {
        using FigureText text = new(asOutlines: true);

        Assert.InRange(text.Width("Dose ≥ 205 Gy, 90 % – µ α", 12), 100, 200);
        Assert.True(text.Width("WWWW", 12) > text.Width("iiii", 12));
    }

    [Fact]
    public void Wrap_LongTextAndLongWord_FitsTheWidth()
    {
        using FigureText text = new(asOutlines: true);

        string[] lines = [.. text.Wrap("some words and averyveryverylongwordwithoutanyspaceinside at the end", 10, 90)];

        Assert.All(lines, line => Assert.True(text.Width(line, 10) <= 90, line));
        Assert.Equal("somewordsandaveryveryverylongwordwithoutanyspaceinsideattheend", string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }
}
