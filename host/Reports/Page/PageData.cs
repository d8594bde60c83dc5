using System.Text.Json.Serialization;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Page;

/// <summary>What the page's script draws from.</summary>
internal sealed record PageData(
    PageGrid Grid,
    IReadOnlyList<PageVolume> Greys,
    IReadOnlyList<PageVolume> Doses,
    IReadOnlyList<PageStructure> Structures,
    IReadOnlyList<PicturePlace> Places,
    IReadOnlyList<PageCurve> Curves,
    IReadOnlyList<PageBand> Bands,
    double DoseScaleGy,
    IReadOnlyList<double> IsodosesGy,
    IReadOnlyList<PageColorMap> ColorMaps);

/// <summary>Red, green, blue of 256 steps.</summary>
internal sealed record PageColorMap(string Name, byte[] Table);

/// <summary>The pictures' grid: axes along L, P, S.</summary>
internal sealed record PageGrid(IReadOnlyList<int> Size, IReadOnlyList<double> SpacingMm, IReadOnlyList<double> OriginMm);

/// <summary>
/// Values offset + scale * n with n in 0..65535. Data is zlib-compressed: differences of n along the array modulo 65536, all low
/// bytes, then all high bytes.
/// </summary>
internal sealed record PageVolume(string Id, string Label, string Unit, double Offset, double Scale, double WindowLow, double WindowHigh, byte[] Data);

/// <summary>A structure; Data is zlib-compressed bytes, coverage in sixteenths.</summary>
internal sealed record PageStructure(string Name, string Role, bool Derived, byte[] Data);

/// <summary>A dose-volume curve; Structure counts in <see cref="PageData.Structures"/>.</summary>
internal sealed record PageCurve(int Structure, string Method, IReadOnlyList<double> DoseGy, IReadOnlyList<double> VolumeFraction);

/// <summary>The band of a curve.</summary>
internal sealed record PageBand(int Structure, string Method, IReadOnlyList<double> DoseGy, IReadOnlyList<double> Low, IReadOnlyList<double> High);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageDataContext : JsonSerializerContext;
